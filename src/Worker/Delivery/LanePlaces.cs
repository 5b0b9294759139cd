using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Delivery;

/// <summary>Lets attempts of a lane begin as its mailbox's limits and its pace allow.</summary>
internal sealed class LanePlaces(string lane, LaneAccount account, LaneAttempts attempts, LaneSends sends, Signal changed, TimeSpan longest, TimeProvider clock)
{
    private readonly MinuteWindow _window = new();
    private DateTimeOffset? _forgotAt;

    /// <summary>Waits for a place; null when the lane is slowed meanwhile, so that there is none.</summary>
    /// <returns>When it was taken.</returns>
    public async Task<DateTimeOffset?> WaitAsync(ServerLimits limits, CancellationToken ct)
    {
        if (limits.MessagesPerMinute is not null)
            await KeepCountAsync(ct);
        while (!account.Brake.IsOn)
        {
            var now = clock.GetUtcNow();
            var wait = attempts.Count >= Room(limits) ? longest
                : limits.MessagesPerMinute is { } perMinute ? _window.Take(perMinute, now)
                : TimeSpan.Zero;
            if (wait == TimeSpan.Zero)
                return now;
            await changed.WaitAsync(wait, clock, ct);
        }
        return null;
    }

    /// <summary>Gives back a place in which no attempt began: its email was held, ended or went to another lane.</summary>
    public void GiveBack(DateTimeOffset place) => _window.GiveBack(place);

    /// <summary>The attempt in this place has ended.</summary>
    public void End(DateTimeOffset place) => _window.End(place, clock.GetUtcNow());

    /// <summary>A worker before this one may have used places of this minute; and what is older is cleared away once a minute.</summary>
    private async Task KeepCountAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - _forgotAt < LaneSends.Minute)
            return;
        if (_forgotAt is null)
            _window.Add((await sends.RecentAsync(lane, ct)).Select(at => at + LaneSends.ClocksDiffer));
        await sends.ForgetAsync(lane, ct);
        _forgotAt = now;
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
