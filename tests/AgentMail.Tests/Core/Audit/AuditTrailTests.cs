using AgentMail.Contracts.Commands;
using AgentMail.Core.Audit;
using AgentMail.Core.Tenants;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Configuration;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Audit;

/// <summary>What a change leaves in the trail: by itself, and elsewhere.</summary>
public sealed class AuditTrailTests : ConfigurationTest
{
    private const string Sealed = "sealed-text-of-a-password";

    [Fact]
    public async Task A_new_tenant_begins_its_trail() => Assert.Equal(
        [
            "created /v1/api-keys/admin: name role",
            "created /v1/servers/sandbox: allowedFrom authentication fromAddress isDefault kind name port security",
            "created /v1/tenant: name retention.bodyDays retention.eventDays timeZone uncertain",
        ],
        await TrailAsync(fromTheStart: true));

    [Fact]
    public async Task Each_save_names_what_differs()
    {
        await Desk.ApplyAllAsync(
            Change.Channel("support"), Change.Agent("ann", channels: ["support"]), Change.Agent("ann", channels: ["support"], enabled: false),
            Change.Agent("ann", channels: [], enabled: false), Change.Tenant("Acme GmbH"),
            Change.Signature("agent", "ann", "formal"), Change.Signature("agent", "ann", "formal", html: "<p>Best</p>"), Change.NoSignature("agent", "ann", "formal"));

        Assert.Equal(
            [
                "created /v1/channels/support: address enabled name",
                "created /v1/agents/ann: channels displayName enabled",
                "changed /v1/agents/ann: enabled",
                "changed /v1/agents/ann: channels",
                "changed /v1/tenant: contactAddress dateFormat failureNotices name retention.bodyDays retention.eventDays timeZone",
                "created /v1/agents/ann/signatures/formal: html name",
                "changed /v1/agents/ann/signatures/formal: html",
                "removed /v1/agents/ann/signatures/formal:",
            ],
            await TrailAsync());
    }

    [Fact]
    public async Task A_password_is_named_whenever_one_is_given_and_shown_nowhere()
    {
        await Desk.ApplyAllAsync(
            Change.Agent("ann"), Change.Profile("ann", password: SecretChange.Replace(Sealed)), Change.Profile("ann"), Change.Profile("ann", password: SecretChange.Replace(Sealed + "2")),
            Change.Profile("ann", password: SecretChange.Clear), Change.Server("own", password: SecretChange.Replace(Sealed)), Change.Channel("support", password: SecretChange.Replace(Sealed)));

        Assert.Equal(
            [
                "changed /v1/agents/ann/profile: emailPassword workplaceEmail",
                "changed /v1/agents/ann/profile:",
                "changed /v1/agents/ann/profile: emailPassword",
                "changed /v1/agents/ann/profile: emailPassword",
                "created /v1/servers/own: authentication fromAddress host kind name password port security username",
                "created /v1/channels/support: address enabled name password",
            ],
            (await TrailAsync()).Skip(1));
        await using var db = Db.Read();
        var rows = await db.AuditEntries.ToListAsync(Cancellation);
        Assert.All(rows, row => Assert.DoesNotContain(Sealed, System.Text.Json.JsonSerializer.Serialize(row), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_default_server_makes_the_former_custom()
    {
        await Desk.ApplyAsync(Change.Server("own", isDefault: true));

        Assert.Equal(
            ["created /v1/servers/own: authentication fromAddress host isDefault kind name port security username", "changed /v1/servers/sandbox: isDefault"], await TrailAsync());
    }

    [Fact]
    public async Task A_removed_channel_shows_in_what_it_was_part_of()
    {
        await Desk.ApplyAllAsync(
            Change.Channel("support"), Change.Signature("channel", "support", "formal"), Change.Agent("ann", channels: ["support"]), Change.Agent("ben"),
            Change.Profile("ann", defaultFrom: "channel:support"));
        var before = (await TrailAsync()).Count;

        await Desk.ApplyAsync(new RemoveChannel("support", null));

        Assert.Equal(
            ["removed /v1/channels/support:", "changed /v1/agents/ann: channels", "changed /v1/agents/ann/profile: defaultFrom", "removed /v1/channels/support/signatures/formal:"],
            (await TrailAsync()).Skip(before));
    }

    [Fact]
    public async Task A_removed_default_signature_shows_in_profile_and_channel()
    {
        await Desk.ApplyAllAsync(
            Change.Agent("ann"), Change.Channel("support"), Change.Signature("agent", "ann", "formal"), Change.Signature("channel", "support", "formal"),
            Change.Profile("ann", defaultSignatureId: "formal"), Change.Channel("support", defaultSignatureId: "formal"));
        var before = (await TrailAsync()).Count;

        await Desk.ApplyAllAsync(Change.NoSignature("agent", "ann", "formal"), Change.NoSignature("channel", "support", "formal"));

        Assert.Equal(
            [
                "removed /v1/agents/ann/signatures/formal:", "changed /v1/agents/ann/profile: defaultSignatureId",
                "removed /v1/channels/support/signatures/formal:", "changed /v1/channels/support: defaultSignatureId",
            ],
            (await TrailAsync()).Skip(before));
    }

    [Fact]
    public async Task A_removed_agent_takes_keys_and_signatures_along()
    {
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Signature("agent", "ann", "formal"));
        await AddKeyAsync("key_ann", "ann");
        var before = (await TrailAsync()).Count;

        await Desk.ApplyAsync(new RemoveAgent("ann", null));

        Assert.Equal(
            ["removed /v1/agents/ann:", "removed /v1/agents/ann/signatures/formal:", "removed /v1/api-keys/key_ann:"], (await TrailAsync()).Skip(before));
        await using var db = Db.Read();
        Assert.False(await db.Signatures.AnyAsync(Cancellation) || await db.Profiles.AnyAsync(Cancellation) || await db.ApiKeys.AnyAsync(k => k.Id == "key_ann", Cancellation));
    }

    [Fact]
    public async Task A_refused_change_leaves_nothing()
    {
        await Desk.TryAsync(Change.Channel("support", serverId: "none"));
        await Desk.TryAsync(new RemoveAgent("nobody", null));

        Assert.Empty(await TrailAsync());
    }

    [Fact]
    public async Task An_operation_that_comes_again_is_told_once()
    {
        var operation = await Desk.RequestAsync(Change.Channel("support"));
        var other = NewApplier();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? Applier : other).ApplyAsync(operation, Cancellation)));

        Assert.Equal(["created /v1/channels/support: address enabled name"], await TrailAsync());
    }

    [Fact]
    public async Task The_entry_keeps_the_key_as_it_was()
    {
        await Desk.ApplyAsync(Change.Agent("ann"));
        await AddKeyAsync("key_ann", "ann");
        await Applier.ApplyAsync(await Desk.RequestAsync(Change.Profile("ann"), "key_ann"), Cancellation);
        var pending = await Desk.RequestAsync(Change.Profile("ann", dateFormat: "dd/MM/yyyy"), "key_ann");
        await Desk.ApplyAsync(new RemoveAgent("ann", null));
        await Desk.ApplyAsync(Change.Agent("ann"));
        await Applier.ApplyAsync(pending, Cancellation);

        await using var db = Db.Read();
        var entries = await db.AuditEntries.Where(e => e.Resource == "/v1/agents/ann/profile").OrderBy(e => e.Id).ToListAsync(Cancellation);
        Assert.Equal(("key_ann", "Ann's", Role.Agent, Clock.GetUtcNow()), (entries[0].KeyId, entries[0].KeyName, entries[0].Role, entries[0].At));
        Assert.Equal(("key_ann", ""), (entries[1].KeyId, entries[1].KeyName));
    }

    [Fact]
    public async Task Versions_are_those_that_resources_took()
    {
        var created = await Desk.ApplyAsync(Change.Channel("support"));
        var changed = await Desk.ApplyAsync(Change.Channel("support", enabled: false));
        await Desk.ApplyAsync(new RemoveChannel("support", null));

        await using var db = Db.Read();
        Assert.Equal([created, changed, 0], await db.AuditEntries.Where(e => e.Resource == "/v1/channels/support").OrderBy(e => e.Id).Select(e => e.Version).ToListAsync(Cancellation));
    }

    private async Task AddKeyAsync(string id, string agentId) => Assert.True(await new ApiKeyStore(Db.Door, Clock).AddAsync(
        new() { Id = id, TenantId = "acme", Name = "Ann's", Role = Role.Agent, AgentId = agentId, Hash = id, CreatedAt = Clock.GetUtcNow() }, "admin", Cancellation));

    private async Task<IReadOnlyList<string>> TrailAsync(bool fromTheStart = false)
    {
        await using var db = Db.Read();
        var entries = await db.AuditEntries.Where(e => e.TenantId == "acme").OrderBy(e => e.Id).ToListAsync(Cancellation);
        return [.. entries.Where(e => fromTheStart || e.KeyName != "operator").Select(Line)];
    }

    private static string Line(AuditEntry entry) => $"{entry.Action.ToString().ToLowerInvariant()} {entry.Resource}: {string.Join(' ', entry.Fields)}".TrimEnd();
}
