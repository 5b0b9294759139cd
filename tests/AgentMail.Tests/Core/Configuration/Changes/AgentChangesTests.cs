using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Emails;
using AgentMail.Core.Tenants;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class AgentChangesTests : ConfigurationTest
{
    [Fact]
    public async Task Everything_that_was_said_is_stored_and_an_empty_profile_with_it()
    {
        await Desk.ApplyAllAsync(Change.Server("own"), Change.Channel("support"), Change.Channel("sales"));
        await Desk.ApplyAsync(new SaveAgent("ann", "Ann", false, ["support", "sales"], "own", true, new(1, 2, 3), null));

        await using var db = Db.Read();
        var agent = await db.Agents.SingleAsync(Cancellation);
        Assert.Equal(("Ann", false, "own", true, new(1, 2, 3)), (agent.DisplayName, agent.Enabled, agent.ServerId, agent.Override, agent.Limits));
        Assert.Equal(["support", "sales"], agent.Channels);
        var profile = await db.Profiles.SingleAsync(Cancellation);
        Assert.Equal(("ann", null, "agent"), (profile.AgentId, profile.WorkplaceEmail, profile.DefaultFrom));
    }

    [Fact]
    public async Task A_save_leaves_the_profile_alone()
    {
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Profile("ann", password: SecretChange.Replace("sealed")), Change.Agent("ann"));

        await using var db = Db.Read();
        Assert.Equal("sealed", (await db.Profiles.SingleAsync(Cancellation)).SealedEmailPassword);
    }

    [Fact]
    public async Task A_channel_that_is_not_there_is_named_by_its_place()
    {
        await Desk.ApplyAsync(Change.Channel("support"));

        AssertRefused(await Desk.TryAsync(Change.Agent("ann", channels: ["support", "sales"])), ConfigurationOutcome.Invalid, "/channels/1", "There is no channel 'sales'");
        await using var db = Db.Read();
        Assert.False(await db.Agents.AnyAsync(Cancellation) || await db.Profiles.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Removing_an_agent_removes_all_that_was_the_agents()
    {
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Agent("bob"), Change.Signature("agent", "ann", "formal"), Change.Signature("agent", "bob", "formal"));
        await Db.AddAsync(Key("ann"), Key("bob"));

        await Desk.ApplyAsync(new RemoveAgent("ann", null));

        await using var db = Db.Read();
        Assert.Equal("bob", (await db.Agents.SingleAsync(Cancellation)).Id);
        Assert.Equal("bob", (await db.Profiles.SingleAsync(Cancellation)).AgentId);
        Assert.Equal("bob", (await db.Signatures.SingleAsync(Cancellation)).OwnerId);
        Assert.Equal(["bob"], await db.ApiKeys.Where(k => k.AgentId != null).Select(k => k.AgentId).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Only_its_own_identity_is_touched()
    {
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Agent("bob"));
        var bob = await IdentityVersionAsync(SenderKind.Agent, "bob");

        var version = await Desk.ApplyAsync(Change.Agent("ann", enabled: false));

        Assert.Equal((version, bob), (await IdentityVersionAsync(SenderKind.Agent, "ann"), await IdentityVersionAsync(SenderKind.Agent, "bob")));
    }

    private static ApiKey Key(string agentId) => new()
    {
        Id = "key-" + agentId,
        TenantId = "acme",
        Name = agentId,
        Role = Role.Agent,
        AgentId = agentId,
        Hash = agentId,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
