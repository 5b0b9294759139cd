using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>
/// How a lane slows down and comes back to its full pace. Pure: clock and dice come in. What a server says to every message of an
/// account is not the fault of the one that heard it, so the lane waits and then makes one attempt, instead of one per message.
/// </summary>
internal sealed class LanePace(DeliveryOptions options, TimeSpan secondTry)
{
    /// <summary>Share of each wait by which it is lengthened at random, so that lanes slowed together do not come back together.</summary>
    public const double Jitter = 0.2;

    private const double Factor = 2;

    /// <summary>The pace after an attempt; null for full pace.</summary>
    /// <param name="was">The pace so far.</param>
    /// <param name="signal">What the attempt said.</param>
    /// <param name="beganAt">When the attempt began.</param>
    /// <param name="now">The clock.</param>
    /// <param name="dice">A random number from 0 to 1.</param>
    public LaneSlowness? Next(LaneSlowness? was, LaneSignal signal, DateTimeOffset beganAt, DateTimeOffset now, double dice)
    {
        // Attempts that ran side by side when the lane was slowed heard the same thing, and are one slowdown.
        if (signal.Kind == LaneSignalKind.Nothing || (was is not null && beganAt <= was.Since))
            return was;
        if (signal is not { Why: { } why })
            return null;
        var times = was is not null && KindOf(was.Why) == signal.Kind && beganAt - was.Until <= options.MaxRateBackoff ? was.Times + 1 : 1;
        var wait = Wait(signal.Kind, times, dice);
        return new(why, now + (signal.RetryAfter > wait ? signal.RetryAfter.Value : wait), times, now);
    }

    private TimeSpan Wait(LaneSignalKind kind, int times, double dice) => kind switch
    {
        LaneSignalKind.TooFast => Grown(options.RateBackoff, options.MaxRateBackoff, times, dice),
        LaneSignalKind.SignInRefused => secondTry,
        _ => Grown(options.UnreachableBackoff, options.MaxUnreachableBackoff, times, dice),
    };

    private static TimeSpan Grown(TimeSpan first, TimeSpan most, int times, double dice)
    {
        // In doubles: many slowdowns overflow to infinity, which the cap then takes in.
        var capped = Math.Min(first.TotalMilliseconds * Math.Pow(Factor, times - 1), most.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (1 + (Jitter * dice)));
    }

    private static LaneSignalKind KindOf(DeliveryError why) => why.Reason switch
    {
        FailureReason.RateLimited => LaneSignalKind.TooFast,
        FailureReason.CredentialsRefused => LaneSignalKind.SignInRefused,
        _ => LaneSignalKind.Unreachable,
    };
}
