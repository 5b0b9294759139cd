using System.Buffers;
using System.Text.Json;
using AgentMail.Core.Json;

namespace AgentMail.Core.Events;

/// <summary>An event as every consumer gets it: REST, stream, webhook and broker send these bytes.</summary>
public static class EventJson
{
    /// <summary>Version of the shape.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The event as UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Bytes(EventRow row) => Bytes(writer => Write(writer, row));

    /// <summary>What is no event of the log, in the shape of one.</summary>
    /// <param name="id">An id that no event has.</param>
    /// <param name="draft">What it says.</param>
    public static ReadOnlyMemory<byte> Bytes(string id, EventDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return Bytes(writer => Write(writer, id, draft.Type, draft.Timestamp, draft.TenantId, draft.Data));
    }

    /// <summary>Writes the event as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, EventRow row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(row);
        Write(writer, EventId.Format(row.Number), row.Type, row.Timestamp, row.TenantId, row.Data);
    }

    private static void Write(Utf8JsonWriter writer, string id, string type, DateTimeOffset timestamp, string tenantId, string data)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", type);
        writer.WriteString("timestamp", Rfc3339Converter.Format(timestamp));
        writer.WriteString("tenantId", tenantId);
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WritePropertyName("data");
        writer.WriteRawValue(data, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = AgentMailJson.Options.Encoder }))
            write(writer);
        return buffer.WrittenMemory;
    }
}
