namespace AgentMail.Bench.Isolation;

/// <summary>Who has mail to send beside the six whose figures are compared.</summary>
internal enum Company
{
    /// <summary>Nobody.</summary>
    Alone,

    /// <summary>Four more healthy servers: what their mail costs at all.</summary>
    Healthy,

    /// <summary>A dead server, a tarpit, one that defers everything, and one that refuses the password.</summary>
    Sick,
}
