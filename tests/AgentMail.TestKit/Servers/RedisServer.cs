using Testcontainers.Redis;

namespace AgentMail.TestKit.Servers;

/// <summary>Redis without persistence: after a stop it is empty.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly IServerInstance _instance;

    private RedisServer(IServerInstance instance, int port)
    {
        _instance = instance;
        Configuration = $"127.0.0.1:{port}";
    }

    /// <summary>For StackExchange.Redis.</summary>
    public string Configuration { get; }

    public static async Task<RedisServer> StartNewAsync()
    {
        var port = Loopback.FreePort();
        IServerInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new RedisBuilder("redis:7.0").WithPortBinding(port, RedisBuilder.RedisPort).Build())
            : new LocalRedis(port);
        await instance.StartOrDisposeAsync();
        return new(instance, port);
    }

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    public ValueTask DisposeAsync() => _instance.DisposeAsync();
}
