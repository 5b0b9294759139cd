using AgentMail.Contracts.Commands;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Messaging;

/// <summary>Doorbells over the bus.</summary>
internal sealed class BusRings(CommandSender sender, ILogger<BusRings> log) : IBusRings
{
    public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) =>
        sender.SendAsync(Topology.DeliverDue, new DeliverDue([.. lanes]), ct);

    public async Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct)
    {
        try
        {
            await sender.PublishAsync(new WakeLanes([.. lanes]), ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            // Their holders look for due emails by themselves before they let go of a lane.
            log.LogWarning("The bus passed no ring on for {Lanes} lanes: {Error}", lanes.Count, error.Message);
        }
    }

    public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) =>
        sender.PublishAsync(new TakeLanes(worker, [.. lanes]), ct);
}
