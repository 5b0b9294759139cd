using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Servers;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class ServerChangesTests : ConfigurationTest
{
    [Fact]
    public async Task Everything_that_was_said_is_stored()
    {
        await Desk.ApplyAsync(new SaveServer(
            "own", "Own", "smtp", "smtp.acme.example", 465, "tls", "password", "relay", SecretChange.Replace("sealed"), "relay@acme.example", ["*@acme.example"],
            false, new(3, 30, 1000), "-----BEGIN", null));

        var own = await ServerAsync("own");
        Assert.Equal(("Own", ServerKind.Smtp, "smtp.acme.example", 465, ConnectionSecurity.Tls), (own.Name, own.Kind, own.Host, own.Port, own.Security));
        Assert.Equal((AuthenticationKind.Password, "relay", "sealed", "relay@acme.example"), (own.Authentication, own.Username, own.SealedPassword, own.FromAddress));
        Assert.Equal(new(3, 30, 1000), own.Limits);
        Assert.Equal(("*@acme.example", "-----BEGIN"), (Assert.Single(own.AllowedFrom), own.CaCertificate));
    }

    [Fact]
    public async Task A_password_is_kept_unless_the_change_replaces_or_clears_it()
    {
        await Desk.ApplyAsync(Change.Server("own", password: SecretChange.Replace("sealed")));
        await Desk.ApplyAsync(Change.Server("own", port: 26));
        Assert.Equal("sealed", (await ServerAsync("own")).SealedPassword);

        await Desk.ApplyAsync(Change.Server("own", password: SecretChange.Replace("sealed again")));
        Assert.Equal("sealed again", (await ServerAsync("own")).SealedPassword);

        await Desk.ApplyAsync(Change.Server("own", password: SecretChange.Clear));
        Assert.Null((await ServerAsync("own")).SealedPassword);
    }

    [Fact]
    public async Task A_new_default_makes_the_former_one_custom_and_both_have_a_new_version()
    {
        var before = (await ServerAsync("sandbox")).Version;

        var version = await Desk.ApplyAsync(Change.Server("own", isDefault: true));

        var former = await ServerAsync("sandbox");
        Assert.Equal((false, version, true), (former.IsDefault, former.Version, former.Version > before));
        Assert.True((await ServerAsync("own")).IsDefault);
    }

    [Fact]
    public async Task The_default_cannot_be_given_up_or_removed()
    {
        await Desk.ApplyAsync(Change.Server("own", isDefault: true));

        AssertRefused(await Desk.TryAsync(Change.Server("own")), ConfigurationOutcome.Invalid, "/isDefault", "make another one the default");
        AssertRefused(await Desk.TryAsync(new RemoveServer("own", null)), ConfigurationOutcome.Conflict, "", "is the default");
        await Desk.ApplyAsync(new RemoveServer("sandbox", null));
    }

    [Fact]
    public async Task A_server_in_use_stays_and_says_who_uses_it()
    {
        await Desk.ApplyAllAsync(Change.Server("own"), Change.Agent("ann", serverId: "own"), Change.Channel("support", serverId: "own"));

        AssertRefused(await Desk.TryAsync(new RemoveServer("own", null)), ConfigurationOutcome.Conflict, "", "agent 'ann', channel 'support'");
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Channel("support"), new RemoveServer("own", null));
    }

    /// <summary>On the default server nobody is asked for credentials (R22), and nobody with own ones falls back to the shared account (R23).</summary>
    [Fact]
    public async Task A_server_that_somebody_signs_in_to_does_not_become_the_default()
    {
        await Desk.ApplyAllAsync(
            Change.Server("own"), Change.Agent("ann", serverId: "own", @override: true), Change.Channel("support", serverId: "own", @override: true));

        AssertRefused(await Desk.TryAsync(Change.Server("own", isDefault: true)), ConfigurationOutcome.Conflict, "", "agent 'ann', channel 'support'");
        Assert.False((await ServerAsync("own")).IsDefault);
        await Desk.ApplyAllAsync(Change.Agent("ann", serverId: "own"), Change.Channel("support", serverId: "own"), Change.Server("own", isDefault: true));
    }

    [Fact]
    public async Task A_change_touches_the_senders_on_that_server_and_no_others()
    {
        await Desk.ApplyAllAsync(
            Change.Server("own"), Change.Server("other"), Change.Agent("ann", serverId: "own"), Change.Agent("bob", serverId: "other"), Change.Agent("cas"),
            Change.Channel("support", serverId: "own"), Change.Channel("sales"));

        Assert.Equal(["agent ann", "channel support"], await TouchedByAsync(Change.Server("own", port: 26)));
        Assert.Equal(["agent cas", "channel sales"], await TouchedByAsync(Change.Server("sandbox", isDefault: true, kind: "sandbox")));
        Assert.Equal(["agent bob", "agent cas", "channel sales"], await TouchedByAsync(Change.Server("other", isDefault: true)));
        Assert.Empty(await TouchedByAsync(Change.Server("fourth")));
    }

    [Fact]
    public async Task The_log_tells_which_server_changed_and_not_how()
    {
        var version = await Desk.ApplyAsync(Change.Server("own", password: SecretChange.Replace("sealed")));

        Assert.Equal($$"""server.updated {"serverId":"own","version":{{version}}}""", Assert.Single(await EventsAsync()));
    }

    private async Task<IReadOnlyList<string>> TouchedByAsync(SaveServer change)
    {
        var version = await Desk.ApplyAsync(change);
        await using var db = Db.Read();
        var agents = await db.Agents.Where(a => a.IdentityVersion == version).OrderBy(a => a.Id).Select(a => "agent " + a.Id).ToListAsync(Cancellation);
        return [.. agents, .. await db.Channels.Where(c => c.IdentityVersion == version).OrderBy(c => c.Id).Select(c => "channel " + c.Id).ToListAsync(Cancellation)];
    }

    private async Task<OutboundServer> ServerAsync(string id)
    {
        await using var db = Db.Read();
        return await db.Servers.SingleAsync(s => s.TenantId == "acme" && s.Id == id, Cancellation);
    }
}
