using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Channels;
using AgentMail.Core.Emails;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class ChannelChangesTests : ConfigurationTest
{
    [Fact]
    public async Task Everything_that_was_said_is_stored()
    {
        await Desk.ApplyAllAsync(Change.Server("own"), Change.Channel("support"), Change.Signature("channel", "support", "formal"));
        await Desk.ApplyAsync(new SaveChannel(
            "support", "Support", "help@acme.example", "Acme Support", false, "own", true, "login@acme.example", SecretChange.Replace("sealed"), new(1, 2, 3), "formal", null));

        var channel = await ChannelAsync();
        Assert.Equal(("Support", "help@acme.example", "Acme Support", false), (channel.Name, channel.Address, channel.DisplayName, channel.Enabled));
        Assert.Equal(("own", true, "login@acme.example", "sealed"), (channel.ServerId, channel.Override, channel.UserId, channel.SealedPassword));
        Assert.Equal((new(1, 2, 3), "formal"), (channel.Limits, channel.DefaultSignatureId));
    }

    [Fact]
    public async Task A_password_is_kept_unless_the_change_replaces_or_clears_it()
    {
        await Desk.ApplyAsync(Change.Channel("support", password: SecretChange.Replace("sealed")));
        await Desk.ApplyAsync(Change.Channel("support"));
        Assert.Equal("sealed", (await ChannelAsync()).SealedPassword);

        await Desk.ApplyAsync(Change.Channel("support", password: SecretChange.Clear));
        Assert.Null((await ChannelAsync()).SealedPassword);
    }

    [Theory]
    [InlineData("none", false, "/serverId", "There is no server 'none'")]
    [InlineData(null, true, "/override", "Name a custom server")]
    [InlineData("sandbox", true, "/override", "Server 'sandbox' is the default")]
    public async Task The_server_must_exist_and_override_needs_a_custom_one(string? serverId, bool @override, string pointer, string words)
    {
        AssertRefused(await Desk.TryAsync(Change.Channel("support", serverId: serverId, @override: @override)), ConfigurationOutcome.Invalid, pointer, words);
        AssertRefused(await Desk.TryAsync(Change.Agent("ann", serverId: serverId, @override: @override)), ConfigurationOutcome.Invalid, pointer, words);
    }

    [Fact]
    public async Task A_default_signature_must_exist() => AssertRefused(
        await Desk.TryAsync(Change.Channel("support", defaultSignatureId: "none")), ConfigurationOutcome.Invalid, "/defaultSignatureId", "save the signature first");

    /// <summary>A channel made later under the same id is another mailbox: whoever had the old one must not have it.</summary>
    [Fact]
    public async Task A_removed_channel_closes_to_its_agents_and_takes_its_signatures_along()
    {
        await Desk.ApplyAllAsync(
            Change.Channel("support"), Change.Channel("support.eu"), Change.Signature("channel", "support", "formal"),
            Change.Agent("ann", channels: ["support", "support.eu"]), Change.Agent("bob", channels: ["support.eu"]),
            Change.Profile("ann", defaultFrom: "channel:support"), Change.Profile("bob", defaultFrom: "channel:support.eu"));

        await Desk.ApplyAsync(new RemoveChannel("support", null));
        await Desk.ApplyAsync(Change.Channel("support"));

        await using var db = Db.Read();
        Assert.Equal(["ann support.eu", "bob support.eu"], await db.Agents.OrderBy(a => a.Id).Select(a => a.Id + " " + string.Join(",", a.Channels)).ToListAsync(Cancellation));
        Assert.Equal(["agent", "channel:support.eu"], await db.Profiles.OrderBy(p => p.AgentId).Select(p => p.DefaultFrom).ToListAsync(Cancellation));
        Assert.Empty(await db.Signatures.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_removal_changes_elsewhere_has_a_new_version_there()
    {
        await Desk.ApplyAllAsync(
            Change.Channel("a_b"), Change.Channel("axb"), Change.Agent("ann", channels: ["a_b"]), Change.Agent("bob", channels: ["axb"]), Change.Profile("ann", defaultFrom: "channel:a_b"));
        await using var before = Db.Read();
        var bob = (await before.Agents.SingleAsync(a => a.Id == "bob", Cancellation)).Version;

        await Desk.ApplyAsync(new RemoveChannel("a_b", null));

        await using var db = Db.Read();
        var counter = (await db.Tenants.SingleAsync(t => t.Id == "acme", Cancellation)).ConfigCounter;
        Assert.Equal(counter, (await db.Agents.SingleAsync(a => a.Id == "ann", Cancellation)).Version);
        Assert.Equal(counter, (await db.Profiles.SingleAsync(p => p.AgentId == "ann", Cancellation)).Version);
        Assert.Equal(bob, (await db.Agents.SingleAsync(a => a.Id == "bob", Cancellation)).Version);
    }

    [Fact]
    public async Task Only_its_own_identity_is_touched()
    {
        await Desk.ApplyAllAsync(Change.Channel("support"), Change.Channel("sales"), Change.Agent("ann", channels: ["support"]));
        var (ann, sales) = (await IdentityVersionAsync(SenderKind.Agent, "ann"), await IdentityVersionAsync(SenderKind.Channel, "sales"));

        var version = await Desk.ApplyAsync(Change.Channel("support"));

        Assert.Equal(version, await IdentityVersionAsync(SenderKind.Channel, "support"));
        Assert.Equal((ann, sales), (await IdentityVersionAsync(SenderKind.Agent, "ann"), await IdentityVersionAsync(SenderKind.Channel, "sales")));
        Assert.Equal($$"""channel.updated {"channelId":"support","version":{{version}}}""", (await EventsAsync())[^1]);
    }

    private async Task<Channel> ChannelAsync()
    {
        await using var db = Db.Read();
        return await db.Channels.SingleAsync(c => c.Id == "support", Cancellation);
    }
}
