using System.Diagnostics;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>Two nodes with a cache each in memory and one Redis behind both.</summary>
public sealed class IdentityCacheTests(IntegrationServers servers) : IAsyncLifetime
{
    private const string Password = "p4ss-w0rd-nobody-sees";

    /// <summary>Redis has 250 ms for itself; the rest is the database on a busy machine.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private RedisServer _redis = null!;
    private ProcessServices _one = null!;
    private ProcessServices _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        _redis = await RedisServer.StartNewAsync();
        (_one, _other) = (new(database, _redis.Configuration), new(database, _redis.Configuration));
        await _one.SetUpAsync(Cancellation);
        await _one.Desk.ApplyAllAsync(Change.Server("own"), Change.Agent("ann", serverId: "own", @override: true));
        await SetPasswordAsync(Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_second_node_takes_from_Redis_what_the_first_put_there()
    {
        await StoredInRedisAsync();
        // Something only the database knows shows who is asked.
        await using (var db = _one.Get<IDatabaseEngine>().Open())
            await db.Agents.ExecuteUpdateAsync(s => s.SetProperty(a => a.DisplayName, "Changed behind everybody's back"), Cancellation);

        Assert.Equal("ann", (await AnnAsync(_other)).DisplayName);
    }

    [Fact]
    public async Task A_password_change_on_one_node_holds_for_the_next_send_of_every_other()
    {
        Assert.Equal(Password, Open(await AnnAsync(_other)));

        await SetPasswordAsync("another one");

        Assert.Equal("another one", Open(await AnnAsync(_other)));
    }

    [Fact]
    public async Task Redis_never_holds_a_password_in_clear()
    {
        await StoredInRedisAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        var server = redis.GetServer(_redis.Configuration);

        var values = 0;
        await foreach (var key in server.KeysAsync(pattern: "*"))
        {
            foreach (var field in await redis.GetDatabase().HashGetAllAsync(key))
            {
                Assert.DoesNotContain(Password, field.Value.ToString(), StringComparison.Ordinal);
                values += field.Value.ToString().Contains("ann@acme.example", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        Assert.True(values > 0, "The identity is not in Redis at all.");
    }

    [Fact]
    public async Task Without_Redis_the_database_answers_in_time()
    {
        await _redis.StopAsync();

        for (var i = 0; i < 5; i++)
        {
            var waited = Stopwatch.StartNew();
            Assert.Equal(Password, Open(await AnnAsync(_other)));
            Assert.True(waited.Elapsed < Budget, $"It took {waited.Elapsed}.");
            await SetPasswordAsync(Password);
        }
    }

    [Fact]
    public async Task When_Redis_is_back_it_is_used_again()
    {
        await _redis.StopAsync();
        await AnnAsync(_one);
        await _redis.StartAsync();

        await Eventually.BecomesAsync(
            async () =>
            {
                await SetPasswordAsync(Password);
                return await KeysAsync();
            }, keys => keys > 0);
    }

    private Task StoredInRedisAsync() => Eventually.BecomesAsync(KeysAsync, keys => keys > 0);

    private async Task<int> KeysAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_redis.Configuration);
        var count = 0;
        await foreach (var _ in redis.GetServer(_redis.Configuration).KeysAsync(pattern: "*agentmail:identity:*"))
            count++;
        return count;
    }

    private Task SetPasswordAsync(string password) => _one.Desk.ApplyAsync(
        Change.Profile("ann", password: SecretChange.Replace(_one.Get<SecretSealer>().Seal("acme", SecretOwners.Agent("ann"), password))));

    private string? Open(SendingIdentity identity) => _other.Get<SecretSealer>().TryOpen("acme", identity.SecretOwner, identity.SealedPassword!);

    private static async Task<SendingIdentity> AnnAsync(ProcessServices node) => Assert.IsType<IdentityResolution.Resolved>(
        await node.Get<IdentityCache>().ResolveAsync("acme", SenderKind.Agent, "ann", Cancellation)).Identity;
}
