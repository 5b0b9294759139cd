namespace AgentMail.TestKit.Wires;

/// <summary>What becomes of something said to a server.</summary>
public enum WireFate
{
    Passes,

    /// <summary>It never arrives: the connection breaks before.</summary>
    Lost,

    /// <summary>It arrives, and its answer does not: the connection breaks when the server answers.</summary>
    Unanswered,
}
