using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration.Changes;
using AgentMail.Core.Emails;
using AgentMail.Core.Signatures;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration.Changes;

public sealed class SignatureChangesTests : ConfigurationTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Desk.ApplyAllAsync(Change.Channel("support"), Change.Agent("ann"));
    }

    [Fact]
    public async Task Agents_and_channels_have_signatures_of_their_own()
    {
        await Desk.ApplyAllAsync(Change.Signature("agent", "ann", "formal", "<p>Ann</p>"), Change.Signature("channel", "support", "formal", "<p>Support</p>"));

        await using var db = Db.Read();
        Assert.Equal(
            [(SignatureOwner.Agent, "ann", "<p>Ann</p>"), (SignatureOwner.Channel, "support", "<p>Support</p>")],
            (await db.Signatures.OrderBy(s => s.OwnerId).ToListAsync(Cancellation)).Select(s => (s.OwnerKind, s.OwnerId, s.Html)));
    }

    [Theory]
    [InlineData("agent", "bob")]
    [InlineData("channel", "sales")]
    [InlineData("agent", "support")]
    public async Task Nobody_has_no_signature(string kind, string id) => AssertRefused(
        await Desk.TryAsync(Change.Signature(kind, id, "formal")), ConfigurationOutcome.NotFound, "", $"There is no {kind} '{id}'");

    [Fact]
    public async Task A_default_signature_that_is_removed_is_forgotten()
    {
        await Desk.ApplyAllAsync(
            Change.Signature("agent", "ann", "formal"), Change.Profile("ann", defaultSignatureId: "formal"),
            Change.Signature("channel", "support", "formal"), Change.Channel("support", defaultSignatureId: "formal"));

        await Desk.ApplyAsync(Change.NoSignature("agent", "ann", "formal"));
        await using (var db = Db.Read())
        {
            Assert.Null((await db.Profiles.SingleAsync(Cancellation)).DefaultSignatureId);
            Assert.Equal("formal", (await db.Channels.SingleAsync(Cancellation)).DefaultSignatureId);
        }

        await Desk.ApplyAsync(Change.NoSignature("channel", "support", "formal"));
        await using (var db = Db.Read())
            Assert.Null((await db.Channels.SingleAsync(Cancellation)).DefaultSignatureId);
    }

    [Fact]
    public async Task Another_than_the_default_may_go_and_no_identity_is_touched()
    {
        await Desk.ApplyAllAsync(Change.Signature("agent", "ann", "formal"), Change.Signature("agent", "ann", "short"), Change.Profile("ann", defaultSignatureId: "formal"));
        var before = await IdentityVersionAsync(SenderKind.Agent, "ann");

        await Desk.ApplyAsync(Change.NoSignature("agent", "ann", "short"));

        await using var db = Db.Read();
        Assert.Equal(("formal", before), ((await db.Profiles.SingleAsync(Cancellation)).DefaultSignatureId, (await db.Agents.SingleAsync(Cancellation)).IdentityVersion));
    }

    [Fact]
    public async Task There_is_an_end_to_their_number_and_those_there_can_still_be_changed()
    {
        await Db.AddAsync([.. Enumerable.Range(0, SignatureChanges.MaxPerOwner).Select(i => new Signature
        {
            TenantId = "acme",
            OwnerKind = SignatureOwner.Agent,
            OwnerId = "ann",
            Id = $"s{i}",
            Name = "A signature",
            Html = "",
            Text = "",
        })]);

        AssertRefused(await Desk.TryAsync(Change.Signature("agent", "ann", "one-more")), ConfigurationOutcome.Conflict, "", "remove one first");
        await Desk.ApplyAllAsync(Change.Signature("agent", "ann", "s0"), Change.Signature("channel", "support", "first"));
    }
}
