using Testcontainers.Redis;

namespace AgentMail.TestKit.Servers;

/// <summary>Redis without persistence: after a stop it is empty.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    /// <summary>More than the suite has installations; a server has 16 where nothing is said.</summary>
    internal const string Databases = "100";

    private readonly IFreezableInstance _instance;
    private int _installations;

    private RedisServer(IFreezableInstance instance, int port)
    {
        _instance = instance;
        Configuration = $"127.0.0.1:{port}";
    }

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration { get; }

    /// <summary>A database of one's own, so that a test sees only what its own installation keeps there.</summary>
    public string ForInstallation() => $"{Configuration},defaultDatabase={Interlocked.Increment(ref _installations)}";

    public static async Task<RedisServer> StartNewAsync()
    {
        var port = Loopback.FreePort();
        IFreezableInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new RedisBuilder("redis:7.0").WithCommand("redis-server", "--databases", Databases).WithPortBinding(port, RedisBuilder.RedisPort).Build())
            : new LocalRedis(port);
        await instance.StartOrDisposeAsync();
        return new(instance, port);
    }

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    /// <summary>As by a power cut.</summary>
    public Task KillAsync() => _instance.KillAsync();

    /// <summary>It hangs from now on: it takes what is sent to it and never answers.</summary>
    public Task FreezeAsync() => _instance.FreezeAsync();

    /// <summary>It goes on as if nothing had happened.</summary>
    public Task ThawAsync() => _instance.ThawAsync();

    public ValueTask DisposeAsync() => _instance.DisposeAsync();
}
