using AgentMail.Core.Servers;

namespace AgentMail.Worker.Delivery;

/// <summary>Lets attempts of a lane begin as its mailbox's limits and its pace allow.</summary>
internal sealed class LanePlaces(LaneAccount account, LaneAttempts attempts, MinuteWindow window, Signal changed, TimeSpan longest, TimeProvider clock)
{
    /// <summary>Waits for a place; false when the lane is slowed meanwhile, so that there is none.</summary>
    public async Task<bool> WaitAsync(ServerLimits limits, CancellationToken ct)
    {
        while (!account.Brake.IsOn)
        {
            var wait = attempts.Count >= Room(limits) ? longest
                : limits.MessagesPerMinute is { } perMinute ? window.Take(perMinute, clock.GetUtcNow())
                : TimeSpan.Zero;
            if (wait == TimeSpan.Zero)
                return true;
            await changed.WaitAsync(wait, clock, ct);
        }
        return false;
    }

    // After a slowdown one attempt shows whether it is over. Otherwise each uses a connection that is signed in, or is the one that opens
    // another: so a wrong password is tried once at a time. What is only to be held needs no connection.
    private int Room(ServerLimits limits)
    {
        var most = limits.MaxConnections ?? ServerLimits.DefaultMaxConnections;
        return account.Brake.Slowness is not null ? (attempts.LastRuns ? 0 : attempts.Count + 1)
            : account.IsPaused ? most
            : Math.Min(most, account.Capacity);
    }
}
