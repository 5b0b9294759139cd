using AgentMail.Core.Events;
using AgentMail.Core.Notices;
using AgentMail.Core.Storage;

namespace AgentMail.Worker.Sinks;

/// <summary>Tells agents and the contact address by email of what failed. A sink, because the log misses nothing and has a place to resume at.</summary>
internal sealed class NoticeSink(NoticeWriter notices, IDatabaseEngine engine, ILogger<NoticeSink> log) : IEventSink
{
    // A batch that took too long comes again: it goes on where it stopped, or slow texts of one tenant would keep it coming for ever.
    private long _doneTo;

    public string Name => "notices";

    // Whoever switches notices on, or starts a new release, is not told of last month.
    public bool StartsNow => true;

    public async Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        foreach (var row in events.Where(row => row.Number > _doneTo))
        {
            await TellAsync(row, ct);
            _doneTo = row.Number;
        }
    }

    // An event that cannot be told of must not stand before all others.
    private async Task TellAsync(EventRow row, CancellationToken ct)
    {
        try
        {
            await notices.TellAsync(row, ct);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or DatabaseUnavailableException or OperationCanceledException) && !engine.IsTransient(error))
        {
            log.LogError(error, "Nobody is told of event {Event}", Core.Events.EventId.Format(row.Number));
        }
    }
}
