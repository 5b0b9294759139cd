using AgentMail.Core.Delivery;
using AgentMail.Core.Messaging;
using AgentMail.Core.Telemetry;

namespace AgentMail.Worker.Delivery;

/// <summary>Lets go of a lane whose transactions have ended and whose connections are closed: to another worker, or to whoever comes first.</summary>
internal sealed class LaneHandover(LaneStore lanes, IBusRings rings, AgentMailMetrics metrics, ILogger<LaneHandover> log)
{
    /// <summary>Gives the lane to that worker; sets it free where there is none.</summary>
    public async Task LetGoAsync(LaneLease lease, string? to)
    {
        if (to is null)
        {
            await lanes.ReleaseAsync(lease, CancellationToken.None);
        }
        else if (await lanes.HandOverAsync(lease, to, CancellationToken.None))
        {
            metrics.LaneHandedOver();
            log.LogDebug("Lane {Lane} goes to {Worker}", lease.Lane, to);
            await TellAsync(to, lease.Lane);
        }
    }

    /// <summary>Without the ring the other worker's sweeper finds what is reserved for it.</summary>
    private async Task TellAsync(string to, string lane)
    {
        try
        {
            await rings.TakeLanesAsync(to, [lane], CancellationToken.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogInformation("The bus took no ring for a lane handed over: {Error}", error.Message);
        }
    }
}
