namespace AgentMail.Contracts.Replies;

/// <summary>A worker has taken the test and will answer.</summary>
public sealed record TestEmailBegun;

/// <summary>How a test email went. Never holds a secret.</summary>
/// <param name="Outcome">Whether it ran, and how it ended.</param>
/// <param name="Detail">Why it did not run; empty where it did.</param>
/// <param name="Stages">What was done, in order; the last one failed unless the test passed.</param>
/// <param name="Field">The setting to blame; null where none is.</param>
/// <param name="Hint">What a person can do about it; null where nothing needs doing.</param>
/// <param name="MessageId">The message's <c>Message-ID</c> once it went out; null before.</param>
public sealed record TestEmailResult(
    TestEmailOutcome Outcome, string Detail, IReadOnlyList<TestStage> Stages, string? Field, string? Hint, string? MessageId)
{
    /// <summary>A test that did not run.</summary>
    public static TestEmailResult NotRun(TestEmailOutcome outcome, string detail) => new(outcome, detail, [], null, null, null);
}

/// <summary>One stage of a test.</summary>
/// <param name="Stage"><c>resolve</c>, <c>connect</c>, <c>tls</c>, <c>authenticate</c>, <c>mailFrom</c>, <c>rcptTo</c> or <c>data</c>.</param>
/// <param name="Ok">Whether the next one could begin.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Detail">What was found, or the server's words.</param>
public sealed record TestStage(string Stage, bool Ok, long DurationMs, string Detail);

/// <summary>How a test email ended.</summary>
public enum TestEmailOutcome
{
    /// <summary>The server took the message. 0 is no outcome, so that one that was left out is none.</summary>
    Passed = 1,

    /// <summary>A stage failed.</summary>
    Failed,

    /// <summary>There is no such agent, channel or server.</summary>
    NotFound,

    /// <summary>The agent has no address, and none was typed.</summary>
    NoAddress,

    /// <summary>Switched off by an admin.</summary>
    Disabled,

    /// <summary>No password that may be used: nothing was connected to (R6).</summary>
    EmailPasswordMissing,

    /// <summary>Too many tests at a time.</summary>
    Busy,

    /// <summary>A fault of ours, such as a database that is away: nothing is known of the settings.</summary>
    Unavailable,
}
