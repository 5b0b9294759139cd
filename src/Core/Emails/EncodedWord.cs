using System.Buffers;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>Writes Unicode into headers that are ASCII (RFC 2047), a whole text at a time.</summary>
/// <remarks>
/// By hand, because the library encodes word by word and so loses double spaces, and takes a text that looks like an encoded-word
/// for one. The tests read everything back with the library.
/// </remarks>
internal static class EncodedWord
{
    // An encoded-word has at most 75 characters (§2), 12 of them around its text.
    private const int MaxTextLength = 63;

    // What needs no escape anywhere, not even in a display name (§5 (3)).
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"u8);

    /// <summary>The text as encoded-words, each on a line of its own, in whichever of the two encodings is shorter.</summary>
    public static string Encode(string text)
    {
        var words = new List<string>();
        var isQ = QLength(Encoding.UTF8.GetBytes(text)) <= Encoding.UTF8.GetByteCount(text) * 4 / 3;
        var start = 0;
        var length = 0;
        for (var i = 0; i < text.Length;)
        {
            // A character is never split between two words (§5).
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            var added = isQ ? QLength(Encoding.UTF8.GetBytes(rune.ToString())) : rune.Utf8SequenceLength;
            if (length + added > (isQ ? MaxTextLength : MaxTextLength / 4 * 3))
            {
                words.Add(Word(text[start..i], isQ));
                (start, length) = (i, 0);
            }
            length += added;
            i += consumed;
        }
        words.Add(Word(text[start..], isQ));
        return string.Join("\r\n ", words);
    }

    private static string Word(string text, bool isQ)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return isQ ? $"=?utf-8?q?{Q(bytes)}?=" : $"=?utf-8?b?{Convert.ToBase64String(bytes)}?=";
    }

    private static int QLength(byte[] bytes)
    {
        var length = 0;
        foreach (var b in bytes)
            length += b == ' ' || Plain.Contains(b) ? 1 : 3;
        return length;
    }

    private static string Q(byte[] bytes)
    {
        var q = new StringBuilder(bytes.Length * 3);
        foreach (var b in bytes)
            _ = b == ' ' ? q.Append('_') : Plain.Contains(b) ? q.Append((char)b) : q.Append('=').Append(Convert.ToHexString([b]));
        return q.ToString();
    }
}
