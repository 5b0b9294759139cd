using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Configuration;

/// <summary>What holds for every change, whatever it changes.</summary>
public sealed class ConfigurationApplierTests : ConfigurationTest
{
    /// <summary>A resource that exists, its saving, and its removal where there is one.</summary>
    public static TheoryData<string> Resources() => ["server", "channel", "agent", "profile", "agent signature", "channel signature", "tenant"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Desk.ApplyAllAsync(Change.Agent("ann"), Change.Channel("support"));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_version_rises_with_each_save(string resource)
    {
        var first = await Desk.ApplyAsync(Save(resource));
        var second = await Desk.ApplyAsync(Save(resource));

        Assert.True(second > first);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_change_to_a_version_that_is_gone_is_refused_and_one_to_the_current_version_is_not(string resource)
    {
        var first = await Desk.ApplyAsync(Save(resource));
        var second = await Desk.ApplyAsync(Save(resource, first));

        AssertRefused(await Desk.TryAsync(Save(resource, first)), ConfigurationOutcome.PreconditionFailed, "", $"version {second}");
        if (Remove(resource, first) is { } stale)
            AssertRefused(await Desk.TryAsync(stale), ConfigurationOutcome.PreconditionFailed, "", $"version {second}");
        if (Remove(resource, second) is { } current)
            await Desk.ApplyAsync(current);
    }

    [Fact]
    public async Task Changes_of_one_resource_are_applied_in_the_order_they_were_asked_for_whichever_ring_is_heard_first()
    {
        var first = await Desk.RequestAsync(Change.Agent("ann", enabled: false));
        var other = await Desk.RequestAsync(Change.Agent("bea"));
        Clock.Advance(TimeSpan.FromMilliseconds(5));
        var second = await Desk.RequestAsync(Change.Agent("ann", enabled: true));

        var later = await Applier.ApplyAsync(second, Cancellation);
        var earlier = await Applier.ApplyAsync(first, Cancellation);

        Assert.True(earlier!.Version < later!.Version);
        await using var db = Db.Read();
        Assert.True((await db.Agents.SingleAsync(a => a.Id == "ann", Cancellation)).Enabled);
        Assert.Equal(OperationStatus.Pending, (await db.Operations.SingleAsync(o => o.Id == other, Cancellation)).Status);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("channel")]
    [InlineData("agent")]
    [InlineData("agent signature")]
    public async Task Removing_what_is_not_there_says_so_and_a_version_of_it_cannot_be_replaced(string resource)
    {
        if (resource is not ("channel" or "agent"))
            await Desk.ApplyAsync(Save(resource));
        await Desk.ApplyAsync(Remove(resource)!);

        AssertRefused(await Desk.TryAsync(Remove(resource)!), ConfigurationOutcome.NotFound, "", "There is no");
        AssertRefused(await Desk.TryAsync(Save(resource, 1)), ConfigurationOutcome.PreconditionFailed, "", "does not exist");
    }

    [Fact]
    public async Task Only_the_first_save_creates()
    {
        Assert.True((await Desk.TryAsync(Change.Server("own"))).Created);
        Assert.False((await Desk.TryAsync(Change.Server("own"))).Created);
    }

    [Fact]
    public async Task Applying_an_operation_again_gives_the_first_reply_and_changes_nothing()
    {
        var operation = await Desk.RequestAsync(Change.Channel("sales"));
        var first = await Applier.ApplyAsync(operation, Cancellation);
        await Desk.ApplyAsync(Change.Channel("sales", enabled: false));

        var again = await Applier.ApplyAsync(operation, Cancellation);

        Assert.Equivalent(first, again, strict: true);
        await using var db = Db.Read();
        Assert.False((await db.Channels.SingleAsync(c => c.Id == "sales", Cancellation)).Enabled);
    }

    [Fact]
    public async Task A_refusal_is_remembered_too()
    {
        var operation = await Desk.RequestAsync(Change.Channel("sales", serverId: "later"));
        var first = await Applier.ApplyAsync(operation, Cancellation);
        await Desk.ApplyAsync(Change.Server("later"));

        Assert.Equivalent(first, await Applier.ApplyAsync(operation, Cancellation), strict: true);
        await using var db = Db.Read();
        Assert.Equal(OperationStatus.Refused, (await db.Operations.SingleAsync(o => o.Id == operation, Cancellation)).Status);
    }

    [Fact]
    public async Task An_operation_nobody_stored_has_no_reply() => Assert.Null(await Applier.ApplyAsync("op_none", Cancellation));

    [Fact]
    public async Task Two_appliers_at_once_apply_an_operation_once()
    {
        var operations = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Desk.RequestAsync(Change.Channel($"c{i}"))));
        var other = NewApplier();

        var replies = await Task.WhenAll(operations.SelectMany(o => new[] { Applier.ApplyAsync(o, Cancellation), other.ApplyAsync(o, Cancellation) }));

        Assert.All(replies.GroupBy(r => r!.OperationId), same => Assert.Equivalent(same.First(), same.Last(), strict: true));
        Assert.Equal(10, replies.Select(r => r!.Version).Distinct().Count());
        Assert.Equal(10, (await EventsAsync()).Count(e => e.Contains(":\"c", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Changes_nobody_answered_wait_for_the_sweeper_in_the_order_in_which_they_came()
    {
        var first = await Desk.RequestAsync(Change.Channel("sales"));
        Clock.Advance(TimeSpan.FromMilliseconds(5));
        var second = await Desk.RequestAsync(Change.Channel("sales", enabled: false));
        Assert.Empty(await Applier.PendingAsync(10, Cancellation));

        Clock.Advance(ConfigurationApplier.RingHeadStart + TimeSpan.FromMilliseconds(1));
        Assert.Equal([first, second], await Applier.PendingAsync(10, Cancellation));

        await Applier.ApplyAsync(first, Cancellation);
        Assert.Equal([second], await Applier.PendingAsync(10, Cancellation));
    }

    [Fact]
    public async Task A_change_of_one_tenant_touches_no_other()
    {
        await new AgentMail.Core.Tenants.TenantProvisioner(Db.Door, Clock).CreateAsync("shop", "Shop", "amk_fedcba9876543210", Cancellation);
        var shop = DeskOf("shop");
        await shop.ApplyAllAsync(Change.Agent("ann"), Change.Profile("ann", "ann@shop.example"));

        await Desk.ApplyAllAsync(Change.Profile("ann", "ann@acme.example"), Change.Server("own", isDefault: true), new RemoveAgent("ann", null));

        var resolution = await Identities.ResolveAsync("shop", SenderKind.Agent, "ann", Cancellation);
        var identity = Assert.IsType<IdentityResolution.Resolved>(resolution).Identity;
        Assert.Equal(("ann@shop.example", "sandbox"), (identity.Address, identity.Server.Id));
    }

    private static ConfigurationCommand Save(string resource, long? expected = null) => resource switch
    {
        "server" => Change.Server("own", expected: expected),
        "channel" => Change.Channel("support", expected: expected),
        "agent" => Change.Agent("ann", expected: expected),
        "profile" => Change.Profile("ann", expected: expected),
        "agent signature" => Change.Signature("agent", "ann", "formal", expected: expected),
        "channel signature" => Change.Signature("channel", "support", "formal", expected: expected),
        "tenant" => Change.Tenant("Acme", expected: expected),
        _ => throw new ArgumentOutOfRangeException(nameof(resource)),
    };

    private static ConfigurationCommand? Remove(string resource, long? expected = null) => resource switch
    {
        "server" => new RemoveServer("own", expected),
        "channel" => new RemoveChannel("support", expected),
        "agent" => new RemoveAgent("ann", expected),
        "agent signature" => Change.NoSignature("agent", "ann", "formal", expected),
        "channel signature" => Change.NoSignature("channel", "support", "formal", expected),
        _ => null,
    };
}
