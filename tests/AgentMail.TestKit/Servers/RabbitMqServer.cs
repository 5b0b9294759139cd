using System.Text;
using Testcontainers.RabbitMq;

namespace AgentMail.TestKit.Servers;

/// <summary>RabbitMQ. It takes 10 s and more to start: share it, and fault only one that is your own.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    /// <summary>Its name, and its password.</summary>
    public const string User = RabbitMqDefinitions.User;

    private const string Definitions = "/etc/rabbitmq/definitions.json";
    private readonly IBrokerInstance _instance;
    private int _installations = -1;

    private RabbitMqServer(IBrokerInstance instance, int port)
    {
        _instance = instance;
        ConnectionString = $"amqp://{User}:{User}@127.0.0.1:{port}/";
    }

    public string ConnectionString { get; }

    /// <summary>A virtual host of one's own: installations that share one take each other's commands.</summary>
    public string ForInstallation() => ConnectionString + RabbitMqDefinitions.VirtualHost(Interlocked.Increment(ref _installations));

    public static async Task<RabbitMqServer> StartNewAsync()
    {
        var ports = Loopback.FreePorts(3);
        IBrokerInstance instance = await DockerEngine.AnswersAsync()
            ? new ContainerInstance(new RabbitMqBuilder("rabbitmq:3.10")
                .WithUsername(User).WithPassword(User)
                .WithResourceMapping(Encoding.UTF8.GetBytes(RabbitMqDefinitions.Json()), Definitions)
                .WithResourceMapping(Encoding.UTF8.GetBytes($"load_definitions = {Definitions}\n"), "/etc/rabbitmq/conf.d/90-definitions.conf")
                .WithPortBinding(ports[0], RabbitMqBuilder.RabbitMqPort).Build())
            : new LocalRabbitMq(ports[0], ports[1], ports[2]);
        await instance.StartOrDisposeAsync();
        return new(instance, ports[0]);
    }

    public Task StartAsync() => _instance.StartAsync();

    public Task StopAsync() => _instance.StopAsync();

    public Task KillAsync() => _instance.KillAsync();

    /// <summary>Kills it, and nothing of what it kept is left: no queue, no exchange, no message.</summary>
    public Task EraseAsync() => _instance.EraseAsync();

    /// <summary>Runs <c>rabbitmqctl</c> against it.</summary>
    public Task ControlAsync(params string[] arguments) => _instance.ControlAsync(arguments);

    public ValueTask DisposeAsync() => _instance.DisposeAsync();
}
