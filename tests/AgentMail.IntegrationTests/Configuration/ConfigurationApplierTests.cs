using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.Configuration;

public sealed class ConfigurationApplierTests(IntegrationServers servers) : IAsyncLifetime
{
    private ProcessServices _one = null!;
    private ProcessServices _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        (_one, _other) = (new(database), new(database));
        await _one.SetUpAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Two_workers_at_once_apply_an_operation_once()
    {
        var operations = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _one.Desk.RequestAsync(Change.Channel($"c{i}"))));

        var replies = await Task.WhenAll(operations.SelectMany(o => new[] { ApplyAsync(_one, o), ApplyAsync(_other, o) }));

        Assert.All(replies.GroupBy(r => r.OperationId), same => Assert.Equivalent(same.First(), same.Last(), strict: true));
        Assert.Equal(20, replies.Select(r => r.Version).Distinct().Count());
        await using var db = _one.Get<Database>().Read();
        Assert.Equal(20, await db.Events.CountAsync(Cancellation));
        Assert.Equal(20, await db.AuditEntries.CountAsync(a => a.Resource.StartsWith("/v1/channels/c"), Cancellation));
    }

    [Fact]
    public async Task Of_two_changes_to_the_same_version_one_wins()
    {
        var version = await _one.Desk.ApplyAsync(Change.Channel("support"));

        for (var round = 0; round < 10; round++)
        {
            var changes = await Task.WhenAll(
                _one.Desk.TryAsync(Change.Channel("support", enabled: true, expected: version)), _other.Desk.TryAsync(Change.Channel("support", enabled: false, expected: version)));

            Assert.Equal([ConfigurationOutcome.Applied, ConfigurationOutcome.PreconditionFailed], changes.Select(c => c.Outcome).Order());
            version = changes.Single(c => c.Outcome == ConfigurationOutcome.Applied).Version;
        }
    }

    [Fact]
    public async Task A_removed_channel_closes_to_its_agents()
    {
        await _one.Desk.ApplyAllAsync(
            Change.Channel("support"), Change.Channel("sales"), Change.Agent("ann", channels: ["support", "sales"]), Change.Profile("ann", defaultFrom: "channel:support"),
            new RemoveChannel("support", null));

        await using var db = _one.Get<Database>().Read();
        Assert.Equal(["sales"], (await db.Agents.SingleAsync(Cancellation)).Channels);
        Assert.Equal("agent", (await db.Profiles.SingleAsync(Cancellation)).DefaultFrom);
    }

    [Fact]
    public async Task A_new_default_touches_everybody_on_it()
    {
        await _one.Desk.ApplyAllAsync(Change.Server("own"), Change.Agent("ann"), Change.Agent("bob", serverId: "own"), Change.Agent("cas", serverId: "sandbox"));

        var version = await _one.Desk.ApplyAsync(Change.Server("own", isDefault: true));

        await using var db = _one.Get<Database>().Read();
        Assert.Equal(["ann", "bob"], await db.Agents.Where(a => a.IdentityVersion == version).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(Cancellation));
        Assert.Equal("own", (await db.Servers.SingleAsync(s => s.IsDefault, Cancellation)).Id);
    }

    private static async Task<ConfigurationApplied> ApplyAsync(ProcessServices process, string operation) =>
        (await process.Get<ConfigurationApplier>().ApplyAsync(operation, Cancellation))!;
}
