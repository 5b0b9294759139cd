using AgentMail.Core.Secrets;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookSecretTests
{
    private readonly SecretSealer _sealer = new(new EphemeralDataProtectionProvider(), NullLogger<SecretSealer>.Instance);

    [Fact]
    public void Each_has_32_octets_of_its_own_as_libraries_read_them()
    {
        var text = WebhookSecret.New().Reveal();

        Assert.Equal(32, Convert.FromBase64String(text["whsec_".Length..]).Length);
        Assert.NotEqual(text, WebhookSecret.New().Reveal());
    }

    [Theory]
    [InlineData(24)]
    [InlineData(64)]
    public void What_the_standard_allows_is_read_back(int octets)
    {
        var key = Enumerable.Range(0, octets).Select(i => (byte)i).ToArray();
        var text = "whsec_" + Convert.ToBase64String(key);

        var secret = WebhookSecret.TryParse(text)!;

        Assert.Equal((text, octets), (secret.Reveal(), secret.Key.Length));
        Assert.True(secret.Key.SequenceEqual(key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_none_is_not_read(string? text) => Assert.Null(WebhookSecret.TryParse(text));

    [Theory]
    [InlineData(23)]
    [InlineData(65)]
    public void Shorter_and_longer_ones_are_not_read(int octets) => Assert.Null(WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[octets])));

    [Fact]
    public void Sealed_it_shows_nothing_and_opens_for_its_own_webhook_only()
    {
        var secret = WebhookSecret.New();
        var stored = secret.Seal(_sealer, "acme", "crm");

        Assert.DoesNotContain(secret.Reveal()["whsec_".Length..], stored, StringComparison.Ordinal);
        Assert.Equal(secret.Reveal(), WebhookSecret.TryOpen(_sealer, "acme", "crm", stored)?.Reveal());
        Assert.Null(WebhookSecret.TryOpen(_sealer, "acme", "desk", stored));
        Assert.Null(WebhookSecret.TryOpen(_sealer, "shop", "crm", stored));
        Assert.Null(_sealer.TryOpen("acme", SecretOwners.Server("crm"), stored));
    }

    [Fact]
    public void Its_text_in_a_log_shows_nothing() => Assert.Equal("whsec_…", $"{WebhookSecret.New()}");
}
