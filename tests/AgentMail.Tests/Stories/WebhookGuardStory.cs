using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using AgentMail.TestKit;
using AgentMail.TestKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories;

/// <summary>A URL that leads inside is not called, whatever it looks like; and no redirect is followed there.</summary>
public sealed class WebhookGuardStory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("http://localhost:{0}/hook")]
    [InlineData("http://127.0.0.1:{0}/hook")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task Private_addresses_are_not_called_where_they_are_not_allowed(string url)
    {
        await using var endpoint = ScriptedEndpoint.Start();

        var delivery = await FailedAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, endpoint.Port), "false");

        Assert.Equal("addressNotAllowed", delivery.Failure);
        Assert.Null(delivery.HttpStatus);
        Assert.Equal(0, endpoint.Connections);
    }

    [Fact]
    public async Task A_redirect_is_a_failure()
    {
        await using var trap = ScriptedEndpoint.Start();
        await using var endpoint = ScriptedEndpoint.Start();
        endpoint.Plays = _ => CallPlay.Answer(302, "", ("Location", trap.Url));

        var delivery = await FailedAsync(endpoint.Url, "true");

        Assert.Equal(("redirected", 302), (delivery.Failure, delivery.HttpStatus));
        Assert.Equal(0, trap.Connections);
    }

    private static async Task<WebhookDelivery> FailedAsync(string url, string allowPrivate)
    {
        await using var app = new AgentMailApp().With("AgentMail:AllowPrivateNetworks", allowPrivate);
        await app.InitializeAsync();
        var scene = new WebhookScene(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<SecretSealer>(), TimeProvider.System);
        await scene.AddAsync("crm", url);
        await scene.DueAsync("crm", "em_a");
        return await Eventually.BecomesAsync(async () => (await scene.OfAsync("crm"))[0], d => d.Attempt == 1, Patience);
    }
}
