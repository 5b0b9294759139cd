using System.Security.Cryptography;
using System.Xml.Linq;
using AgentMail.Core.Emails;
using AgentMail.Core.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Secrets;

public sealed class SecretSealerTests
{
    private const string Secret = "corréct horse";

    private readonly SecretSealer _sealer = new(new EphemeralDataProtectionProvider(), NullLogger<SecretSealer>.Instance);

    [Fact]
    public void Its_owner_can_open_it() => Assert.Equal(Secret, _sealer.TryOpen("acme", SecretOwners.Agent("ann"), Sealed()));

    [Theory]
    [InlineData("acme", "agent:bob")]
    [InlineData("acme", "channel:ann")]
    [InlineData("acme", "server:ann")]
    [InlineData("shop", "agent:ann")]
    [InlineData("", "agent:ann")]
    [InlineData("acme", "")]
    public void Another_owner_or_tenant_cannot_open_it(string tenantId, string owner) => Assert.Null(_sealer.TryOpen(tenantId, owner, Sealed()));

    [Fact]
    public void Another_key_ring_cannot_open_it() =>
        Assert.Null(new SecretSealer(new EphemeralDataProtectionProvider(), NullLogger<SecretSealer>.Instance).TryOpen("acme", SecretOwners.Agent("ann"), Sealed()));

    /// <summary>It must not look like a lost key: mail would be held until somebody enters the password again.</summary>
    [Fact]
    public void A_key_ring_that_cannot_be_read_just_now_is_no_lost_key()
    {
        using var services = new ServiceCollection().AddDataProtection().Services
            .Configure<KeyManagementOptions>(o => o.XmlRepository = new RepositoryThatIsAway()).BuildServiceProvider();
        var sealer = new SecretSealer(services.GetRequiredService<IDataProtectionProvider>(), NullLogger<SecretSealer>.Instance);

        Assert.Throws<CryptographicException>(() => sealer.TryOpen("acme", SecretOwners.Agent("ann"), Sealed()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not sealed at all")]
    [InlineData("Q2xlYXIgdGV4dA==")]
    public void What_was_never_sealed_does_not_open(string text) => Assert.Null(_sealer.TryOpen("acme", SecretOwners.Agent("ann"), text));

    [Fact]
    public void A_sealed_secret_shows_nothing_and_never_looks_the_same_twice()
    {
        Assert.DoesNotContain(Secret, Sealed(), StringComparison.Ordinal);
        Assert.NotEqual(Sealed(), Sealed());
    }

    [Fact]
    public void Owners_are_told_apart_by_kind_and_id() => Assert.Equal(
        ["server:a", "agent:a", "channel:a", "channel:a"],
        new[] { SecretOwners.Server("a"), SecretOwners.Agent("a"), SecretOwners.Channel("a"), SecretOwners.Sender(SenderKind.Channel, "a") });

    private string Sealed() => _sealer.Seal("acme", SecretOwners.Agent("ann"), Secret);

    private sealed class RepositoryThatIsAway : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => throw new TimeoutException("The database is away.");

        public void StoreElement(XElement element, string friendlyName) => throw new TimeoutException("The database is away.");
    }
}
