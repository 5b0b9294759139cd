using AgentMail.Contracts.Commands;
using AgentMail.Core.Configuration.Changes;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

/// <summary>Which place a stored password belongs to after each change.</summary>
public sealed class PlacedSecretTests : ConfigurationTest
{
    private static readonly SecretChange Given = SecretChange.Replace("sealed");

    [Theory]
    [InlineData(SecretChangeKind.Keep, "old", "there")]
    [InlineData(SecretChangeKind.Clear, null, null)]
    [InlineData(SecretChangeKind.Replace, "new", "here")]
    public void A_new_password_belongs_to_the_place_of_the_change_and_a_kept_one_to_its_own(SecretChangeKind kind, string? secret, string? place) => Assert.Equal(
        new PlacedSecret(secret, place), new PlacedSecret("old", "there").After(new(kind, kind == SecretChangeKind.Replace ? "new" : null), "here"));

    [Fact]
    public async Task A_servers_password_belongs_to_the_address_and_login_saved_with_it()
    {
        await Desk.ApplyAsync(Change.Server("own", "a.example", 1, "tls", username: "relay", password: Given));
        Assert.Equal("a.example:1 tls relay", await ServerPlaceAsync());
        await Desk.ApplyAsync(Change.Server("own", "b.example", 2, "none", username: "other"));
        Assert.Equal("a.example:1 tls relay", await ServerPlaceAsync());
        await Desk.ApplyAsync(Change.Server("own", "c.example", 3, "starttls", username: "third", password: Given));
        Assert.Equal("c.example:3 starttls third", await ServerPlaceAsync());
        await Desk.ApplyAsync(Change.Server("own", "c.example", 3, "starttls", username: "third", password: SecretChange.Clear));
        Assert.Null(await ServerPlaceAsync());
    }

    [Fact]
    public async Task A_channels_password_belongs_to_the_server_it_is_put_on_with_override_or_without()
    {
        await Desk.ApplyAllAsync(Change.Server("own", "a.example", 1), Change.Server("new", "b.example", 2), Change.Channel("support", serverId: "own", password: Given));
        Assert.Equal("a.example:1 none", await ChannelPlaceAsync());
        await Desk.ApplyAsync(Change.Channel("support", serverId: "new", @override: true));
        Assert.Equal("a.example:1 none", await ChannelPlaceAsync());
        await Desk.ApplyAsync(Change.Channel("support", serverId: "new", @override: true, password: Given));
        Assert.Equal("b.example:2 none", await ChannelPlaceAsync());
        await Desk.ApplyAsync(Change.Channel("support", password: Given));
        Assert.StartsWith("sandbox:", await ChannelPlaceAsync(), StringComparison.Ordinal);
        await Desk.ApplyAsync(Change.Channel("support", password: SecretChange.Clear));
        Assert.Null(await ChannelPlaceAsync());
    }

    [Fact]
    public async Task An_agents_password_belongs_to_the_server_the_agent_is_on_when_it_is_entered()
    {
        await Desk.ApplyAllAsync(
            Change.Server("own", "a.example", 1), Change.Server("new", "b.example", 2), Change.Agent("ann", serverId: "own"), Change.Profile("ann", password: Given));
        Assert.Equal("a.example:1 none", await ProfilePlaceAsync());
        await Desk.ApplyAllAsync(Change.Agent("ann", serverId: "new", @override: true), Change.Profile("ann"));
        Assert.Equal("a.example:1 none", await ProfilePlaceAsync());
        await Desk.ApplyAsync(Change.Profile("ann", password: Given));
        Assert.Equal("b.example:2 none", await ProfilePlaceAsync());
        await Desk.ApplyAsync(Change.Server("new", "c.example", 3));
        Assert.Equal("b.example:2 none", await ProfilePlaceAsync());
        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Clear));
        Assert.Null(await ProfilePlaceAsync());
    }

    private async Task<string?> ServerPlaceAsync()
    {
        await using var db = Db.Read();
        return await db.Servers.Where(s => s.Id == "own").Select(s => s.PasswordPlace).SingleAsync(Cancellation);
    }

    private async Task<string?> ChannelPlaceAsync()
    {
        await using var db = Db.Read();
        return await db.Channels.Select(c => c.PasswordPlace).SingleAsync(Cancellation);
    }

    private async Task<string?> ProfilePlaceAsync()
    {
        await using var db = Db.Read();
        return await db.Profiles.Select(p => p.EmailPasswordPlace).SingleAsync(Cancellation);
    }
}
