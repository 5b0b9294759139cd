using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.TestEmails;

/// <summary>How test emails run.</summary>
public sealed class TestEmailOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:TestEmail";

    /// <summary>Default of <see cref="StageTimeout"/>.</summary>
    public static readonly TimeSpan DefaultStageTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Default of <see cref="PickUpTimeout"/>.</summary>
    public static readonly TimeSpan DefaultPickUpTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="MaxConcurrent"/>.</summary>
    public const int DefaultMaxConcurrent = 8;

    /// <summary>Default of <see cref="MaxPerMinute"/>.</summary>
    public const int DefaultMaxPerMinute = 10;

    private const int TimedStages = 6;

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for each part of a test's conversation, where <c>AgentMail:Smtp</c> allows more. 20 seconds: a person waits for the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StageTimeout { get; set; } = DefaultStageTimeout;

    /// <summary>How long a test waits for a worker to begin it before the caller gets 503; a worker that comes later does not run it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PickUpTimeout { get; set; } = DefaultPickUpTimeout;

    /// <summary>Tests that one worker runs at a time; half of them for one tenant.</summary>
    [Range(1, 100)]
    public int MaxConcurrent { get; set; } = DefaultMaxConcurrent;

    /// <summary>Tests of the same agent, channel or server that one worker begins within a minute.</summary>
    [Range(1, 1000)]
    public int MaxPerMinute { get; set; } = DefaultMaxPerMinute;

    /// <summary>When the last stage must have ended: connect, TLS, sign-in, envelope, body and the final answer have a time each.</summary>
    internal TimeSpan AnswerTimeout => PickUpTimeout + (TimedStages * StageTimeout) + Slack;
}
