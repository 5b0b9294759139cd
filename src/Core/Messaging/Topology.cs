using AgentMail.Core.Hosting;

namespace AgentMail.Core.Messaging;

/// <summary>Names on the broker. The number rises when a queue's arguments change, because a queue cannot be declared twice with different ones.</summary>
public static class Topology
{
    /// <summary>Queue of <see cref="Contracts.Commands.DeliverDue"/>, shared by all workers.</summary>
    public const string DeliverDue = "agentmail.deliver-due.v1";

    /// <summary>Queue of <see cref="Contracts.Commands.ApplyConfiguration"/>, shared by all workers.</summary>
    public const string ApplyConfiguration = "agentmail.apply-configuration.v1";

    /// <summary>Queue of <see cref="Contracts.Commands.RunTestEmail"/>, shared by all workers.</summary>
    public const string RunTestEmail = "agentmail.run-test-email.v1";

    /// <summary>Queue of <see cref="Contracts.Commands.WakeLanes"/>: one per worker, gone with it.</summary>
    public static string WakeLanes(WorkerId worker) => $"agentmail.wake-lanes.{worker}";

    /// <summary>Topic exchange on which every event appears as plain JSON, routing key <c>&lt;tenant&gt;.&lt;type&gt;</c>.</summary>
    public const string Events = "agentmail.events";
}
