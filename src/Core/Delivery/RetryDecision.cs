namespace AgentMail.Core.Delivery;

/// <summary>When to try an email again, or that its time is up.</summary>
/// <param name="At">Time of the next attempt; null where the email has expired.</param>
public readonly record struct RetryDecision(DateTimeOffset? At)
{
    /// <summary>No attempt is left within <see cref="RetryOptions.MaxAge"/>.</summary>
    public static readonly RetryDecision Expired = new(null);

    /// <summary>True where no attempt is left.</summary>
    public bool IsExpired => At is null;
}
