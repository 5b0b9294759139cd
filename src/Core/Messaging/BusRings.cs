using AgentMail.Contracts.Commands;

namespace AgentMail.Core.Messaging;

/// <summary>Doorbells over the bus.</summary>
internal sealed class BusRings(CommandSender sender) : IBusRings
{
    public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) =>
        sender.SendAsync(Topology.DeliverDue, new DeliverDue([.. lanes]), ct);

    public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => sender.PublishAsync(new WakeLanes([.. lanes]), ct);

    public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) =>
        sender.PublishAsync(new TakeLanes(worker, [.. lanes]), ct);
}
