using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.Retention;

/// <summary>How what has outlived its time is removed. How long a tenant's messages and events are kept is a setting of the tenant.</summary>
public sealed class RetentionOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Retention";

    /// <summary>Default of <see cref="Interval"/>.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="BatchSize"/>.</summary>
    public const int DefaultBatchSize = 200;

    /// <summary>Default of <see cref="OperationDays"/>.</summary>
    public const int DefaultOperationDays = 7;

    /// <summary>How often a worker looks for what has outlived its time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = DefaultInterval;

    /// <summary>Most rows that one transaction removes; mail waits for a transaction, so larger ones are felt.</summary>
    [Range(1, 2000)]
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>Days for which <c>/v1/operations/{id}</c> says what became of a configuration change. The audit trail stays.</summary>
    [Range(1, 365)]
    public int OperationDays { get; set; } = DefaultOperationDays;
}
