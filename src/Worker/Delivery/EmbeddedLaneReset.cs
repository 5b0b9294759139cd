using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>An embedded database belongs to one process, so leases found at its start are those of a dead one.</summary>
internal sealed class EmbeddedLaneReset(LaneStore lanes) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => lanes.ReleaseAllAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
