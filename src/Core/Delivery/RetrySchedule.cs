namespace AgentMail.Core.Delivery;

/// <summary>When an email is tried next. Pure: clock and dice come in as arguments.</summary>
public static class RetrySchedule
{
    /// <summary>A greylisting server wants to see this much time between two tries.</summary>
    public static readonly TimeSpan GreylistDelay = TimeSpan.FromMinutes(5);

    /// <summary>Decides on the attempt after one that failed and may be repeated.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="attempt">How many attempts were made so far; at least 1.</param>
    /// <param name="acceptedAt">When the email was accepted or, if that is later, due: from here its age counts.</param>
    /// <param name="now">The clock.</param>
    /// <param name="reason">Why the last attempt failed.</param>
    /// <param name="retryAfter">How long the server asked to wait; it lengthens a wait and never shortens one.</param>
    /// <param name="dice">A random number from 0 to 1.</param>
    public static RetryDecision NextAttempt(
        RetryOptions options, int attempt, DateTimeOffset acceptedAt, DateTimeOffset now, FailureReason reason, TimeSpan? retryAfter, double dice)
    {
        var wait = Longest(
            Delay(options, attempt, dice),
            retryAfter ?? TimeSpan.Zero,
            reason is FailureReason.Greylisted ? GreylistDelay : TimeSpan.Zero);

        return now + wait > acceptedAt + options.MaxAge ? RetryDecision.Expired : new RetryDecision(now + wait);
    }

    private static TimeSpan Delay(RetryOptions options, int attempt, double dice)
    {
        // In doubles: many attempts overflow to infinity, which the cap then takes in.
        var grown = options.FirstDelay.TotalMilliseconds * Math.Pow(options.Factor, Math.Max(attempt, 1) - 1);
        var capped = Math.Min(grown, options.MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (1 + (options.Jitter * ((2 * dice) - 1))));
    }

    private static TimeSpan Longest(TimeSpan a, TimeSpan b, TimeSpan c) =>
        TimeSpan.FromTicks(Math.Max(a.Ticks, Math.Max(b.Ticks, c.Ticks)));
}
