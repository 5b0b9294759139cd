using AgentMail.Core.Events;

namespace AgentMail.Worker.Sinks;

/// <summary>Something outside that is told of every event: at least once, in order per email, from where it stopped.</summary>
public interface IEventSink
{
    /// <summary>Names its place in the log; never changes.</summary>
    string Name { get; }

    /// <summary>Whether a new sink is told only of what happens from now on, instead of everything the log still has.</summary>
    bool StartsNow => false;

    /// <summary>Writes these events, in this order, and returns when the other side has them.</summary>
    /// <exception cref="Exception">None of them counts as written; all come again.</exception>
    Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct);
}
