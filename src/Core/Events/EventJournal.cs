using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Events;

/// <summary>Writes a line of the log for each event that is on disk. Its category, <c>AgentMail.Core.Events.EventJournal</c>, can be silenced by itself.</summary>
public sealed class EventJournal(ILogger<EventJournal> log)
{
    private static readonly Func<EventLine, Exception?, string> Words = (line, _) => line.ToString();

    /// <summary>Whether anybody reads it.</summary>
    public bool IsRead => log.IsEnabled(LogLevel.Information);

    /// <summary>Tells of an event.</summary>
    public void Tell(EventRow row, EventFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(row);
        log.Log(LogLevel.Information, default, new EventLine(row, facts), null, Words);
    }
}
