using System.Collections;
using System.Text;

namespace AgentMail.Core.Events;

/// <summary>An event as one line of the log: words for a person, named values for a collector.</summary>
internal sealed class EventLine(EventRow row, EventFacts? facts) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _values = [.. ValuesOf(row, facts).Where(v => v.Value is not null)];

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        var line = new StringBuilder(160).Append(row.Type).Append(' ').Append(row.EmailId ?? row.AgentId ?? row.ChannelId ?? "");
        if (facts is not null)
            line.Append(" of ").Append(facts.Sender).Append(" via ").Append(facts.ServerId);
        if (facts is { Attempt: > 0 })
            line.Append(", attempt ").Append(facts.Attempt);
        if (facts is { Code: { } code })
            line.Append(", ").Append(code).Append(' ').Append(facts.EnhancedCode).Length -= facts.EnhancedCode is null ? 1 : 0;
        if (facts is { Reason: { } reason })
            line.Append(", ").Append(reason);
        line.Append(" (").Append(row.TenantId).Append(' ').Append(EventId.Format(row.Number));
        if (facts is { TraceId: { } trace })
            line.Append(" trace ").Append(trace);
        return line.Append(')').ToString();
    }

    private static IEnumerable<KeyValuePair<string, object?>> ValuesOf(EventRow row, EventFacts? facts) =>
    [
        new("EventType", row.Type), new("EventId", EventId.Format(row.Number)), new("TenantId", row.TenantId),
        new("EmailId", row.EmailId), new("AgentId", row.AgentId), new("ChannelId", row.ChannelId),
        new("Sender", facts?.Sender), new("ServerId", facts?.ServerId), new("Attempt", facts?.Attempt),
        new("Code", facts?.Code), new("EnhancedCode", facts?.EnhancedCode), new("Reason", facts?.Reason), new("TraceId", facts?.TraceId),
    ];
}
