using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.Tenants;

public sealed class ApiKeyStoreTests(IntegrationServers servers) : IAsyncLifetime
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
    public async Task Two_admins_who_remove_each_others_key_at_once_leave_one()
    {
        var last = "admin";
        for (var round = 0; round < 10; round++)
        {
            var next = $"admin-{round}";
            await AddAsync(Key(next, Role.Admin, agentId: null), last);

            var removals = await Task.WhenAll(RemoveAsync(_one, last, next), RemoveAsync(_other, next, last));

            Assert.Equal([ApiKeyRemoval.Removed, ApiKeyRemoval.LastAdmin], removals.Order());
            last = removals[0] == ApiKeyRemoval.Removed ? next : last;
        }
        await using var db = _one.Get<Database>().Read();
        Assert.Equal(10, await db.AuditEntries.CountAsync(a => a.Resource.StartsWith("/v1/api-keys/") && a.Action == Core.Audit.AuditAction.Removed, Cancellation));
    }

    [Fact]
    public async Task A_key_that_is_made_while_its_agent_is_removed_does_not_outlive_it()
    {
        for (var round = 0; round < 10; round++)
        {
            await _one.Desk.ApplyAsync(Change.Agent("ann"));

            await Task.WhenAll(_one.Desk.ApplyAsync(new Contracts.Commands.RemoveAgent("ann", null)), _other.Get<ApiKeyStore>().AddAsync(Key($"ann-{round}", Role.Agent, "ann"), "admin", Cancellation));

            await using var db = _one.Get<Database>().Read();
            Assert.False(await db.ApiKeys.AnyAsync(k => k.AgentId == "ann", Cancellation));
        }
    }

    private async Task AddAsync(ApiKey key, string by) => Assert.True(await _one.Get<ApiKeyStore>().AddAsync(key, by, Cancellation));

    private static Task<ApiKeyRemoval> RemoveAsync(ProcessServices process, string id, string by) => process.Get<ApiKeyStore>().RemoveAsync("acme", id, by, Cancellation);

    private static ApiKey Key(string id, Role role, string? agentId) =>
        new() { Id = id, TenantId = "acme", Name = id, Role = role, AgentId = agentId, Hash = id, CreatedAt = DateTimeOffset.UnixEpoch };
}
