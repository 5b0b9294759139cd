namespace AgentMail.Core.Messaging;

/// <summary>The bus as delivery sees it: doorbells. A lost ring costs a moment, never a message.</summary>
public interface IBusRings
{
    /// <summary>Tells some worker that these lanes have emails due.</summary>
    Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct);

    /// <summary>Passes a ring on to the workers that hold the lanes.</summary>
    Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct);

    /// <summary>Tells a worker that these lanes were handed over to it.</summary>
    Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct);
}
