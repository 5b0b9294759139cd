using System.Buffers;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>How the values of header fields are spelled and folded (RFC 5322 §2.2.3 and §3.2).</summary>
internal static class HeaderValue
{
    private const int MaxLineLength = 78;        // §2.1.1, recommended
    private const int MaxUnfoldedLength = 900;   // keeps any line, its field's name included, below the 998 of §2.1.1

    private static readonly SearchValues<char> PhraseCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~ ");

    /// <summary>Free text: a subject or a custom header.</summary>
    public static string Unstructured(string name, string text) =>
        IsPlain(text) && text.Length <= MaxUnfoldedLength ? Fold(text, name.Length + 2) : EncodedWord.Encode(text);

    /// <summary>An address with its display name: atoms, a quoted string or encoded-words.</summary>
    public static string Mailbox(EmailAddress address, string? name) =>
        string.IsNullOrEmpty(name) ? address.WireValue : $"{Phrase(name)} <{address.WireValue}>";

    private static string Phrase(string name)
    {
        if (!IsPlain(name))
            return EncodedWord.Encode(name);
        return !name.AsSpan().ContainsAnyExcept(PhraseCharacters) && !name.Contains("  ", StringComparison.Ordinal)
            ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    // Readers drop white space at the ends, and decode what looks encoded. No control character is plain, so nothing that was
    // never validated can begin a line of its own.
    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !text.StartsWith(' ') && !text.EndsWith(' ')
        && !text.Contains("=?", StringComparison.Ordinal);

    // Only at single spaces: readers disagree about the others.
    private static string Fold(string text, int column)
    {
        if (column + text.Length <= MaxLineLength)
            return text;
        var folded = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfWord(text, at + 1);
            if (at > 0 && column + end - at > MaxLineLength)
            {
                folded.Append("\r\n");
                column = 0;
            }
            folded.Append(text, at, end - at);
            column += end - at;
            at = end;
        }
        return folded.ToString();
    }

    private static int EndOfWord(string text, int from)
    {
        for (var i = from; i < text.Length - 1; i++)
            if (text[i] == ' ' && text[i - 1] != ' ' && text[i + 1] != ' ')
                return i;
        return text.Length;
    }
}
