using Testcontainers.Redis;

namespace AgentMail.TestKit.Servers;

/// <summary>Redis without persistence: after a stop it is empty.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>More than the suite has installations; a server has 16 where nothing is said.</summary>
    internal const string Databases = "100";

    private readonly IServerInstance _instance;
    private int _installations;

    private RedisServer(IServerInstance instance, int port)
    {
        _instance = instance;
        Configuration = $"127.0.0.1:{port}";
    }

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration { get; }

    /// <summary>A database of one's own: installations that share one take each other's identities where tenant and agent have the same ids.</summary>
    public string ForInstallation() => $"{Configuration},defaultDatabase={Interlocked.Increment(ref _installations)}";

    public static async Task<RedisServer> StartNewAsync()
    {
        var port = Loopback.FreePort();
        IServerInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new RedisBuilder("redis:7.0").WithCommand("redis-server", "--databases", Databases).WithPortBinding(port, RedisBuilder.RedisPort).Build())
            : new LocalRedis(port);
        await instance.StartOrDisposeAsync();
        return new(instance, port);
    }

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    public ValueTask DisposeAsync() => _instance.DisposeAsync();
}
