using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace AgentMail.TestKit.Servers;

/// <summary>Wherever an engine answers. The port is bound to one of ours, since a random one would change at a restart.</summary>
internal sealed class ContainerInstance(DockerContainer container) : IBrokerInstance, IFreezableInstance
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    public Task StartAsync() => WithinAsync(StartDeadline, container.StartAsync);

    public Task StopAsync() => WithinAsync(StopDeadline, container.StopAsync);

    // From within, the container's first process cannot be killed, and it is the server.
    public Task KillAsync() => WithinAsync(StopDeadline, async cancellation =>
    {
        using var engine = TestcontainersSettings.OS.DockerEndpointAuthConfig.GetDockerClientBuilder(Guid.Empty).Build();
        await engine.Containers.KillContainerAsync(container.Id, new ContainerKillParameters { Signal = "SIGKILL" }, cancellation);
    });

    public Task ControlAsync(params string[] arguments) => RunAsync(["rabbitmqctl", .. arguments]);

    public async Task EraseAsync()
    {
        await RunAsync(["sh", "-c", "rm -rf /var/lib/rabbitmq/mnesia/*"]);
        await KillAsync();
    }

    private Task RunAsync(IList<string> command) => WithinAsync(StopDeadline, async cancellation =>
    {
        var result = await container.ExecAsync(command, cancellation);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with code {result.ExitCode}.\n{result.Stdout}{result.Stderr}");
    });

    public Task FreezeAsync() => WithinAsync(StopDeadline, container.PauseAsync);

    public Task ThawAsync() => WithinAsync(StopDeadline, container.UnpauseAsync);

    public ValueTask DisposeAsync() => container.DisposeAsync();

    private static async Task WithinAsync(TimeSpan deadline, Func<CancellationToken, Task> action)
    {
        using var cancellation = new CancellationTokenSource(deadline);
        await action(cancellation.Token);
    }
}
