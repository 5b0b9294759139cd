using AgentMail.Core.Hosting;

namespace AgentMail.Core.Messaging;

/// <summary>
/// Names on the broker. The number rises when a queue's arguments change (<see cref="SharedQueue"/>), because a queue cannot be declared
/// twice with different ones. A command is sent to the exchange that has its queue's name.
/// </summary>
public static class Topology
{
    /// <summary>Queue of <see cref="Contracts.Commands.DeliverDue"/>, shared by all workers.</summary>
    public const string DeliverDue = "agentmail.deliver-due.v2";

    /// <summary>Queue of <see cref="Contracts.Commands.ApplyConfiguration"/>, shared by all workers.</summary>
    public const string ApplyConfiguration = "agentmail.apply-configuration.v2";

    /// <summary>Queue of <see cref="Contracts.Commands.RunTestEmail"/>, shared by all workers.</summary>
    public const string RunTestEmail = "agentmail.run-test-email.v2";

    /// <summary>Exchange and queue of what no worker could read or live through. Nobody consumes it: it is there to be looked at.</summary>
    public const string DeadLetters = "agentmail.dead-letters.v1";

    /// <summary>Queue of <see cref="Contracts.Commands.WakeLanes"/>: one per worker, gone with it.</summary>
    public static string WakeLanes(WorkerId worker) => $"agentmail.wake-lanes.{worker}";

    /// <summary>Topic exchange on which every event appears as plain JSON, routing key <c>&lt;tenant&gt;.&lt;type&gt;</c>.</summary>
    public const string Events = "agentmail.events";

    /// <summary>Where a command for a shared queue is sent. As <c>queue:</c> MassTransit would declare the queue anew, with other arguments.</summary>
    public static Uri Address(string queue) => new("exchange:" + queue);
}
