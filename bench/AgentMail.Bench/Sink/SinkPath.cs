using System.Buffers.Text;
using System.Text;

namespace AgentMail.Bench.Sink;

/// <summary>Addresses in commands and headers.</summary>
internal static class SinkPath
{
    /// <summary>What stands between the angle brackets.</summary>
    public static string Of(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(Between(line));

    /// <summary>17 in <c>&lt;nr-17@dest.test&gt;</c>.</summary>
    public static long NumberOf(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(Between(line)["nr-".Length..], out long number, out _) ? number : throw new FormatException("A recipient is nr-<number>@…");

    /// <summary>The address of the From header; it is short enough for one line.</summary>
    public static string FromHeader(ReadOnlySpan<byte> message)
    {
        var start = message.StartsWith("From:"u8) ? 0 : message.IndexOf("\r\nFrom:"u8) + 2;
        var field = message[start..];
        return Of(field[..field.IndexOf("\r\n"u8)]);
    }

    private static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> line)
    {
        var start = line.LastIndexOf((byte)'<') + 1;
        return line[start..(start + line[start..].IndexOf((byte)'>'))];
    }
}
