using AgentMail.Contracts.Commands;
using MassTransit;

namespace AgentMail.Core.Messaging;

/// <summary>Doorbells over MassTransit.</summary>
internal sealed class MassTransitRings(IBus bus) : IBusRings
{
    public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => bus.Publish(new DeliverDue([.. lanes]), ct);

    public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => bus.Publish(new WakeLanes([.. lanes]), ct);

    public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => bus.Publish(new TakeLanes(worker, [.. lanes]), ct);
}
