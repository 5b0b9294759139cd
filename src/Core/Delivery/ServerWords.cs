using System.Text;

namespace AgentMail.Core.Delivery;

/// <summary>Text that a server chose, made fit to be stored and shown: its length, and what no person can read, are the server's choice too.</summary>
public static class ServerWords
{
    /// <summary>Without control characters but line feeds, and at most so long. A character that two code units stand for is not cut in two.</summary>
    public static string Of(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) && rune.Value != '\n')
                continue;
            if (words.Length + rune.Utf16SequenceLength > maxLength)
                break;
            words.Append(rune);
        }
        return words.ToString();
    }
}
