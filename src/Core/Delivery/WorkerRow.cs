namespace AgentMail.Core.Delivery;

/// <summary>A worker process that takes part in the work, as it announces itself to the others.</summary>
public sealed class WorkerRow
{
    /// <summary>Name of the process; new with each start.</summary>
    public required string Id { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last announced itself.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>True once it has been told to stop: it hands its lanes over and takes no others.</summary>
    public bool Draining { get; set; }
}
