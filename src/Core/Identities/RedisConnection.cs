using StackExchange.Redis;

namespace AgentMail.Core.Identities;

/// <summary>
/// The connection to Redis, made in the background at the first use: connecting to a Redis that is away takes seconds, and whoever
/// needs an identity meanwhile has a budget to keep.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;

    public RedisConnection(string configuration) => _connecting = new(() => Task.Run(() => ConnectAsync(configuration)));

    /// <summary>The connection, once it was tried; it mends itself from then on.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => _connecting.Value;

    public async ValueTask DisposeAsync()
    {
        if (_connecting.IsValueCreated)
            await (await _connecting.Value).DisposeAsync();
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ClientName = "agentmail";
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
