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
    public static ReadOnlyMemory<byte> Bytes(EventRow row)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = AgentMailJson.Options.Encoder }))
            Write(writer, row);
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the event as one JSON object.</summary>
    public static void Write(Utf8JsonWriter writer, EventRow row)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(row);
        writer.WriteStartObject();
        writer.WriteString("id", EventId.Format(row.Number));
        writer.WriteString("type", row.Type);
        writer.WriteString("timestamp", Rfc3339Converter.Format(row.Timestamp));
        writer.WriteString("tenantId", row.TenantId);
        writer.WriteNumber("schemaVersion", SchemaVersion);
        writer.WritePropertyName("data");
        writer.WriteRawValue(row.Data, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
