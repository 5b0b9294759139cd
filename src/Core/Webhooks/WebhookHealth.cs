namespace AgentMail.Core.Webhooks;

/// <summary>
/// How an endpoint is doing, and how many calls at a time that allows. Pure. It speaks of the endpoint: one message that it refuses again
/// and again, while there is no other, does not stop the next.
/// </summary>
/// <param name="Failures">Messages in a row that it did not take.</param>
/// <param name="FailingSince">Since when it has taken none; null while it does.</param>
/// <param name="PausedUntil">Until when it is left alone.</param>
public sealed record WebhookHealth(int Failures, DateTimeOffset? FailingSince, DateTimeOffset? PausedUntil)
{
    /// <summary>After so many in a row only one call at a time is made, with pauses between them.</summary>
    public const int FailuresUntilPause = 3;

    private const double PauseFactor = 2;
    private const double PauseJitter = 0.2;

    /// <summary>One that takes what it gets.</summary>
    public static readonly WebhookHealth Good = new(0, null, null);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Whether it is called with pauses.</summary>
    public bool IsFailing => Failures >= FailuresUntilPause;

    /// <summary>As the row has it.</summary>
    public static WebhookHealth Of(WebhookLane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return new(lane.Failures, lane.FailingSince, lane.PausedUntil);
    }

    /// <summary>Whether it may be called now.</summary>
    public bool IsPaused(DateTimeOffset now) => PausedUntil > now;

    /// <summary>How it stands after a call.</summary>
    /// <param name="answer">What became of the call.</param>
    /// <param name="calledBefore">When the same message was called the last time before, if it was.</param>
    /// <param name="begunAt">When the call began.</param>
    /// <param name="now">The clock.</param>
    /// <param name="dice">A random number from 0 to 1.</param>
    public WebhookHealth After(WebhookAnswer answer, DateTimeOffset? calledBefore, DateTimeOffset begunAt, DateTimeOffset now, double dice)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Failure is null)
            return Good;
        // These are ours and say nothing about the endpoint.
        if (answer.Failure is WebhookFailure.EventGone or WebhookFailure.SecretUnreadable)
            return this;
        // Calls that began beside each other heard of the same fault: it counts as often as it takes to pause, and no more.
        var isKnown = IsFailing && PausedUntil > begunAt;
        var isRepeat = calledBefore >= FailingSince;
        var failures = isKnown || isRepeat ? Failures : Failures + 1;
        var pause = answer.AsksForRest ? now + answer.RetryAfter : null;
        if (failures >= FailuresUntilPause && !isKnown)
            pause = Later(pause, now + WebhookRetry.Grown(FirstPause, PauseFactor, LongestPause, failures - FailuresUntilPause + 1, PauseJitter, dice));
        return new(failures, FailingSince ?? begunAt, Later(PausedUntil, pause));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
