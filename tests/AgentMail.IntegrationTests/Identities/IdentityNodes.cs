using AgentMail.Contracts.Commands;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>Two nodes of one installation, with a cache each in memory and one Redis behind both; Ann signs in with a password of her own.</summary>
internal sealed class IdentityNodes : IAsyncDisposable
{
    public const string Password = "p4ss-w0rd-nobody-sees";

    private readonly Lazy<Task<ConnectionMultiplexer>> _redis;

    private IdentityNodes(string database, string configuration)
    {
        (One, Other) = (new(database, configuration), new(database, configuration));
        _redis = new(() => ConnectionMultiplexer.ConnectAsync(configuration));
    }

    public ProcessServices One { get; }

    public ProcessServices Other { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<IdentityNodes> StartAsync(IntegrationServers servers, string redis)
    {
        var nodes = new IdentityNodes(await (await servers.PostgresAsync()).CreateDatabaseAsync(), redis);
        await nodes.One.SetUpAsync(Cancellation);
        await nodes.One.Desk.ApplyAllAsync(Change.Server("own"), Change.Agent("ann", serverId: "own", @override: true));
        await nodes.SetPasswordAsync(Password);
        return nodes;
    }

    /// <summary>Ann as a node sends for her now.</summary>
    public static async Task<SendingIdentity> AnnAsync(ProcessServices node) => Assert.IsType<IdentityResolution.Resolved>(
        await node.Get<IdentityCache>().ResolveAsync("acme", SenderKind.Agent, "ann", Cancellation)).Identity;

    public Task SetPasswordAsync(string password) => One.Desk.ApplyAsync(
        Change.Profile("ann", password: SecretChange.Replace(One.Get<SecretSealer>().Seal("acme", SecretOwners.Agent("ann"), password))));

    /// <summary>The password that a node would sign in with.</summary>
    public async Task<string?> PasswordAsync(ProcessServices node) =>
        await AnnAsync(node) is var ann ? node.Get<SecretSealer>().TryOpen("acme", ann.SecretOwner, ann.SealedPassword!) : null;

    /// <summary>A change of which nobody is told, not even by a version: it shows who is asked.</summary>
    public async Task RenameAnnUnseenAsync(string name)
    {
        await using var db = One.Get<IDatabaseEngine>().Open();
        await db.Agents.ExecuteUpdateAsync(s => s.SetProperty(a => a.DisplayName, name), Cancellation);
    }

    /// <summary>Redis by a connection of one's own.</summary>
    public async Task<IDatabase> RedisAsync() => (await _redis.Value).GetDatabase();

    /// <summary>Waits until Ann, as she is now, is in Redis; the key.</summary>
    public async Task<string> StoredAsync()
    {
        var version = (await AnnAsync(One)).Version;
        var found = await Eventually.BecomesAsync(KeysAsync, keys => keys.Any(k => k.EndsWith($":agent:ann:{version}", StringComparison.Ordinal)));
        return found.Single(k => k.EndsWith($":agent:ann:{version}", StringComparison.Ordinal));
    }

    /// <summary>All keys.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync()
    {
        var connection = await _redis.Value;
        var keys = new List<string>();
        await foreach (var key in connection.GetServer(connection.GetEndPoints()[0]).KeysAsync((await RedisAsync()).Database, "*"))
            keys.Add(key.ToString());
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        if (_redis.IsValueCreated)
            await (await _redis.Value).DisposeAsync();
    }
}
