using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Stats;

/// <summary>What counts of an event's <c>data.sender</c>.</summary>
/// <param name="Kind">Whose identity.</param>
/// <param name="Id">Which.</param>
/// <param name="ServerId">The server it leaves through.</param>
internal sealed record EventSender(SenderKind Kind, string Id, string ServerId)
{
    /// <summary>Reads no further than that member, because every event of the log passes here; null when it is not there.</summary>
    public static EventSender? Read(string data)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(data.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(data, bytes)));
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isSender = reader.ValueTextEquals("sender"u8);
                reader.Read();
                if (isSender)
                    return reader.TokenType == JsonTokenType.StartObject ? ReadSender(ref reader) : null;
                reader.Skip();
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static EventSender? ReadSender(ref Utf8JsonReader reader)
    {
        string? kind = null, id = null, serverId = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
                kind = Text(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                id = Text(ref reader);
            else if (reader.ValueTextEquals("serverId"u8))
                serverId = Text(ref reader);
            else
                Pass(ref reader);
        }
        return WireEnum<SenderKind>.TryParse(kind, out var known) && id is not null && serverId is not null ? new(known, id, serverId) : null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
