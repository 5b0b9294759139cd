using System.Text;
using Testcontainers.RabbitMq;

namespace AgentMail.TestKit.Servers;

/// <summary>RabbitMQ. It takes 10 s and more to start: share it, and fault only one that is your own.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>Its name, and its password.</summary>
    public const string User = RabbitMqDefinitions.User;

    private const string Definitions = "/etc/rabbitmq/definitions.json";

    // Its plugin is on in the image.
    private const int MetricsInContainer = 15692;

    private readonly IBrokerInstance _instance;
    private int _installations = -1;

    private RabbitMqServer(IBrokerInstance instance, int port)
    {
        _instance = instance;
        ConnectionString = $"amqp://{User}:{User}@127.0.0.1:{port}/";
    }

    public string ConnectionString { get; }

    /// <summary>Host and port of its <c>/metrics</c>, where it was started as measured.</summary>
    public required string MetricsAddress { get; init; }

    /// <summary>A virtual host of one's own: installations that share one take each other's commands.</summary>
    public string ForInstallation() => ConnectionString + RabbitMqDefinitions.VirtualHost(Interlocked.Increment(ref _installations));

    public static Task<RabbitMqServer> StartNewAsync() => BringUpAsync(measured: false);

    /// <summary>One that serves metrics. Gathering them costs it something, so it is not for measurements of speed.</summary>
    public static Task<RabbitMqServer> StartNewMeasuredAsync() => BringUpAsync(measured: true);

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    public Task KillAsync() => _instance.KillAsync();

    /// <summary>Kills it, and nothing of what it kept is left: no queue, no exchange, no message.</summary>
    public Task EraseAsync() => _instance.EraseAsync();

    /// <summary>Runs <c>rabbitmqctl</c> against it.</summary>
    public Task ControlAsync(params string[] arguments) => _instance.ControlAsync(arguments);

    public ValueTask DisposeAsync() => _instance.DisposeAsync();

    private static async Task<RabbitMqServer> BringUpAsync(bool measured)
    {
        var ports = Loopback.FreePorts(4);
        IBrokerInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new RabbitMqBuilder("rabbitmq:3.10")
                .WithUsername(User).WithPassword(User)
                .WithResourceMapping(Encoding.UTF8.GetBytes(RabbitMqDefinitions.Json()), Definitions)
                .WithResourceMapping(Encoding.UTF8.GetBytes($"load_definitions = {Definitions}\n"), "/etc/rabbitmq/conf.d/90-definitions.conf")
                .WithPortBinding(ports[0], RabbitMqBuilder.RabbitMqPort).WithPortBinding(ports[3], MetricsInContainer).Build())
            : new LocalRabbitMq(ports[0], ports[1], ports[2], measured ? ports[3] : null);
        await instance.StartOrDisposeAsync();
        return new(instance, ports[0]) { MetricsAddress = $"127.0.0.1:{ports[3]}" };
    }
}
