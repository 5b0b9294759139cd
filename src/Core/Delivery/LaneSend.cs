namespace AgentMail.Core.Delivery;

/// <summary>One attempt on a lane with a limit per minute, so that the next holder of the lane keeps to it as well. Of use for a minute.</summary>
public sealed class LaneSend
{
    public required string Lane { get; init; }

    /// <summary>When it ended; while that is not known, when it began.</summary>
    public required DateTimeOffset At { get; init; }

    public required string EmailId { get; init; }
}
