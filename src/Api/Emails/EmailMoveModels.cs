namespace AgentMail.Api.Emails;

/// <summary>Another time for a scheduled email.</summary>
internal sealed class RescheduleRequest
{
    /// <summary>Not before this time, at most 366 days ahead; null or a time that has passed = now.</summary>
    public required DateTimeOffset? ScheduledAt { get; init; }
}

/// <summary>What became of an uncertain email.</summary>
internal sealed class ResolveRequest
{
    /// <summary><c>sent</c>: it arrived. <c>resend</c>: send the same message again, even if some get it twice.</summary>
    public required Resolution As { get; init; }
}

/// <summary>A person's word on an uncertain email.</summary>
internal enum Resolution
{
    /// <summary>It arrived.</summary>
    Sent,

    /// <summary>It did not, or a second one does no harm.</summary>
    Resend,
}
