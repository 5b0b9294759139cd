namespace AgentMail.Core.Delivery;

/// <summary>How a lane stands.</summary>
public enum LaneState
{
    /// <summary>It sends at its full pace.</summary>
    Healthy,

    /// <summary>It makes no attempt until a time, and goes on by itself.</summary>
    Slowed,

    /// <summary>The server refused its account: its mail is held until somebody mends that.</summary>
    Paused,
}
