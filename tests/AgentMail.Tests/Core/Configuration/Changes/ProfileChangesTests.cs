using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Agents;
using AgentMail.Core.Emails;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class ProfileChangesTests : ConfigurationTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Desk.ApplyAllAsync(Change.Channel("support"), Change.Channel("sales"), Change.Agent("ann", channels: ["support"]), Change.Agent("bob"));
    }

    [Fact]
    public async Task A_profile_is_saved_whole()
    {
        await Desk.ApplyAsync(Change.Signature("agent", "ann", "formal"));
        await Desk.ApplyAsync(new SaveProfile(
            "ann", "ann@acme.example", "login@acme.example", SecretChange.Replace("sealed"), "dd/MM/yyyy", "formal", "channel:support", "chime", null));

        var profile = await ProfileAsync();
        Assert.Equal(("ann@acme.example", "login@acme.example", "sealed"), (profile.WorkplaceEmail, profile.UserId, profile.SealedEmailPassword));
        Assert.Equal(
            ("dd/MM/yyyy", "formal", "channel:support", "chime"), (profile.DateFormat, profile.DefaultSignatureId, profile.DefaultFrom, profile.InteractionSound));

        await Desk.ApplyAsync(new SaveProfile("ann", null, null, SecretChange.Keep, null, null, "agent", null, null));

        profile = await ProfileAsync();
        Assert.Equal((null, null, "sealed"), (profile.WorkplaceEmail, profile.UserId, profile.SealedEmailPassword));
        Assert.Equal((null, null, "agent", null), (profile.DateFormat, profile.DefaultSignatureId, profile.DefaultFrom, profile.InteractionSound));
    }

    [Fact]
    public async Task A_password_is_cleared_only_by_saying_so()
    {
        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Replace("sealed")));
        await Desk.ApplyAsync(Change.Profile("ann"));
        Assert.Equal("sealed", (await ProfileAsync()).SealedEmailPassword);

        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Clear));
        Assert.Null((await ProfileAsync()).SealedEmailPassword);
    }

    [Theory]
    [InlineData("channel:sales")]
    [InlineData("channel:none")]
    public async Task A_default_From_must_be_open_to_the_agent(string defaultFrom) => AssertRefused(
        await Desk.TryAsync(Change.Profile("ann", defaultFrom: defaultFrom)), ConfigurationOutcome.Invalid, "/defaultFrom", "is not open to agent 'ann'");

    [Fact]
    public async Task A_default_signature_must_be_the_agents_own()
    {
        await Desk.ApplyAllAsync(Change.Signature("agent", "bob", "formal"), Change.Signature("channel", "support", "formal"));

        AssertRefused(
            await Desk.TryAsync(Change.Profile("ann", defaultSignatureId: "formal")), ConfigurationOutcome.Invalid, "/defaultSignatureId", "save the signature first");
    }

    [Fact]
    public async Task Nobody_has_no_profile() => AssertRefused(await Desk.TryAsync(Change.Profile("cas")), ConfigurationOutcome.NotFound, "", "There is no agent 'cas'");

    [Fact]
    public async Task Only_its_own_identity_is_touched_and_the_log_shows_no_content()
    {
        var bob = await IdentityVersionAsync(SenderKind.Agent, "bob");

        var version = await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Replace("sealed")));

        Assert.Equal((version, bob), (await IdentityVersionAsync(SenderKind.Agent, "ann"), await IdentityVersionAsync(SenderKind.Agent, "bob")));
        Assert.Equal($$"""profile.updated {"agentId":"ann","version":{{version}}}""", (await EventsAsync())[^1]);
    }

    private async Task<AgentProfile> ProfileAsync()
    {
        await using var db = Db.Read();
        return await db.Profiles.SingleAsync(p => p.AgentId == "ann", Cancellation);
    }
}
