using AgentMail.Core.Events;

namespace AgentMail.Worker.Sinks;

/// <summary>Something outside that is told of every event: at least once, in order per email, from where it stopped.</summary>
public interface IEventSink : ILogSink
{
    /// <summary>Writes these events, in this order, and returns when the other side has them.</summary>
    /// <exception cref="Exception">None of them counts as written; all come again.</exception>
    Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct);
}
