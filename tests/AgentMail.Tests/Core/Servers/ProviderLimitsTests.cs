using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Tests.Core.Identities;

namespace AgentMail.Tests.Core.Servers;

public sealed class ProviderLimitsTests
{
    [Theory]
    // host, connections and messages a minute as set → as they hold
    [InlineData("smtp.office365.com", null, null, 3, 30)]
    [InlineData("SMTP.Office365.com.", null, null, 3, 30)]
    [InlineData("smtp-mail.outlook.com", null, null, 3, 30)]
    [InlineData("smtp.gmail.com", null, null, 3, 60)]
    [InlineData("smtp-relay.gmail.com", null, null, 3, 60)]
    [InlineData("smtp.office365.com", 1, null, 1, 30)]
    [InlineData("smtp.office365.com", 10, 300, 10, 300)]
    [InlineData("smtp.office365.com", null, 5, 3, 5)]
    [InlineData("smtp.acme.example", null, null, null, null)]
    [InlineData("smtp.acme.example", 7, 8, 7, 8)]
    [InlineData("smtp.office365.com.acme.example", null, null, null, null)]
    [InlineData(null, null, null, null, null)]
    public void Limits_of_a_big_provider_hold_where_nothing_is_set(string? host, int? connections, int? perMinute, int? holdConnections, int? holdPerMinute)
    {
        var limits = ProviderLimits.Complete(host, new(connections, perMinute, 1000));

        Assert.Equal(new(holdConnections, holdPerMinute, 1000), limits);
    }

    [Theory]
    [InlineData(true, null, 3)]
    [InlineData(true, 2, 2)]
    [InlineData(true, 9, 3)]
    [InlineData(false, null, 3)]
    public void An_identity_sends_within_them(bool @override, int? ofTheAgent, int expected)
    {
        var server = Rows.Server(limits: new());
        server.Host = "smtp.office365.com";

        var agent = Rows.Agent(
            server, @override: @override, secret: @override ? Rows.OwnSecret : null, place: @override ? AgentMail.Core.Secrets.SecretPlace.Of(server) : null,
            limits: ofTheAgent is null ? null : new(ofTheAgent));
        server.PasswordPlace = AgentMail.Core.Secrets.SecretPlace.OfSharedAccount(server);

        Assert.Equal((expected, 30), Assert.IsType<IdentityResolution.Resolved>(IdentityResolver.Resolve(agent)).Identity.Limits is { } l ? (l.MaxConnections, l.MessagesPerMinute) : default);
    }
}
