namespace AgentMail.TestKit.Telemetry;

/// <summary>One field of a Protocol Buffers message, as it is on the wire.</summary>
/// <param name="Number">Its number in the schema.</param>
/// <param name="Value">A number.</param>
/// <param name="Bytes">A text, octets or a message within.</param>
internal sealed record ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public static IReadOnlyList<ProtobufField> ReadAll(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            fields.Add((key & 7) switch
            {
                0 => new(number, Varint(ref message), default),
                1 => new(number, 0, Take(ref message, 8)),
                2 => new(number, 0, Take(ref message, (int)Varint(ref message))),
                5 => new(number, 0, Take(ref message, 4)),
                var kind => throw new InvalidDataException($"Wire type {kind} of field {number} is unknown."),
            });
        }
        return fields;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var octet = message.Span[0];
            message = message[1..];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
                return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int length)
    {
        var taken = message[..length];
        message = message[length..];
        return taken;
    }
}
