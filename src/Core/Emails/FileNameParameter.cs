using System.Buffers;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>Spells the file name of a part (RFC 2183 §2.3, RFC 2231 §3 and §4).</summary>
/// <remarks>By hand, because the library cuts long names between the halves of a surrogate pair, which loses the character.</remarks>
internal static class FileNameParameter
{
    private const int MaxSegmentLength = 58;   // with its parameter's name, a line of 78

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>The value of a Content-Disposition header.</summary>
    public static string Disposition(string kind, string filename)
    {
        var separator = ";\r\n ";
        if (!filename.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return $"{kind}{separator}filename=\"{filename.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var segments = Segments(filename);
        return segments.Count == 1
            ? $"{kind}{separator}filename*=utf-8''{segments[0]}"
            : kind + string.Concat(segments.Select((segment, i) => $"{separator}filename*{i}*={(i == 0 ? "utf-8''" : "")}{segment}"));
    }

    private static List<string> Segments(string filename)
    {
        var segments = new List<string>();
        var segment = new StringBuilder();
        foreach (var rune in filename.EnumerateRunes())
        {
            var character = PercentEncode(rune);
            if (segment.Length + character.Length > MaxSegmentLength)
            {
                segments.Add(segment.ToString());
                segment.Clear();
            }
            segment.Append(character);
        }
        segments.Add(segment.ToString());
        return segments;
    }

    private static string PercentEncode(Rune rune)
    {
        var encoded = new StringBuilder(12);
        foreach (var b in Encoding.UTF8.GetBytes(rune.ToString()))
            _ = Plain.Contains(b) ? encoded.Append((char)b) : encoded.Append('%').Append(Convert.ToHexString([b]));
        return encoded.ToString();
    }
}
