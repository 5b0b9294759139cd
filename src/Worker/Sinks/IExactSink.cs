using AgentMail.Core.Events;
using AgentMail.Core.Storage;

namespace AgentMail.Worker.Sinks;

/// <summary>
/// A sink that keeps what it writes in the database of the log. That, and how far it has read, are one commit: it gets each event exactly
/// once, wherever a process dies.
/// </summary>
public interface IExactSink : ILogSink
{
    /// <summary>Runs before every claim. A sink that begins with more than the log makes its place here.</summary>
    Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Reads what it needs about these events, and gives what is to be written in the commit that moves its place past them.</summary>
    /// <param name="place">The number after which they come; should a commit fail, the same one comes again.</param>
    /// <param name="events">All there are up to the last of them.</param>
    /// <param name="ct">Ends waiting.</param>
    Task<Func<WriteTransaction, CancellationToken, Task>> PrepareAsync(long place, IReadOnlyList<EventRow> events, CancellationToken ct);
}
