using AgentMail.Core.Hosting;
using StackExchange.Redis;

namespace AgentMail.Core.Identities;

/// <summary>
/// The connection to Redis, made in the background at the first use: connecting to a Redis that is away takes seconds, and whoever
/// needs an identity meanwhile has a budget to keep.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    // The client's own waits grow to ten seconds; who waits for Redis to be healthy again sees it within two.
    private const int RetryMilliseconds = 1000;

    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;

    private RedisConnection(ConfigurationOptions options) => _connecting = new(() => Task.Run(() => ConnectAsync(options)));

    /// <summary>Reads the settings; connects at the first use.</summary>
    /// <exception cref="SettingsException">They cannot be read.</exception>
    public static RedisConnection To(string configuration)
    {
        var options = Parse(configuration);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
        options.ClientName = "agentmail";
        return new(options);
    }

    /// <summary>The connection, once it was tried; it mends itself from then on.</summary>
    public Task<IConnectionMultiplexer> GetAsync() => _connecting.Value;

    public async ValueTask DisposeAsync()
    {
        if (!_connecting.IsValueCreated)
            return;
        var connection = await _connecting.Value;
        // A Redis that hangs answers nothing that was asked.
        await connection.CloseAsync(allowCommandsToComplete: false);
        await connection.DisposeAsync();
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options) => await ConnectionMultiplexer.ConnectAsync(options);

    // What the client says of settings that it cannot read quotes them, and there is a password among them.
    private static ConfigurationOptions Parse(string configuration)
    {
        try
        {
            var options = ConfigurationOptions.Parse(configuration);
            return options.EndPoints.Count > 0 ? options : throw Unreadable();
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw Unreadable();
        }
    }

    private static SettingsException Unreadable() =>
        new("ConnectionStrings:Redis must look like host:6379,password=…,defaultDatabase=0 (StackExchange.Redis form).");
}
