namespace AgentMail.TestKit.Outages;

/// <summary>What a caller heard to a send, or to a try of it.</summary>
/// <param name="At">When it was here.</param>
/// <param name="Took">Since it was asked.</param>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Code">Of the problem.</param>
/// <param name="RetryAfter">Seconds; null where nothing was said of it.</param>
public sealed record HeardAnswer(DateTimeOffset At, TimeSpan Took, int? Status, string? Code, int? RetryAfter)
{
    /// <summary>Says yes, or says when to come back as the contract has it.</summary>
    public bool IsAsPromised => Status == 202 || (Status == 503 && Code == "unavailable" && RetryAfter > 0);
}
