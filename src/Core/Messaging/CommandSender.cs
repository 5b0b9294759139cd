using MassTransit;

namespace AgentMail.Core.Messaging;

/// <summary>
/// Sends over MassTransit within a time of its own. Under a broker's disk alarm a send never returns, and while the broker is away it
/// returns when that is back.
/// </summary>
internal sealed class CommandSender(IBus bus)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Sends a command to the queue that workers share.</summary>
    public Task SendAsync<T>(string queue, T command, CancellationToken ct) where T : class => WithinAsync(
        async token => await (await bus.GetSendEndpoint(Topology.Address(queue))).Send(command, token), ct);

    /// <summary>Tells every worker.</summary>
    public Task PublishAsync<T>(T message, CancellationToken ct) where T : class => WithinAsync(token => bus.Publish(message, token), ct);

    private static async Task WithinAsync(Func<CancellationToken, Task> send, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Deadline);
        await send(deadline.Token);
    }
}
