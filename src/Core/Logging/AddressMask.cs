using System.Text.RegularExpressions;

namespace AgentMail.Core.Logging;

/// <summary>Takes the person out of what looks like an email address: <c>***@example.net</c>. Whatever others put into a message, a log shows no address.</summary>
public static partial class AddressMask
{
    private const string Masked = "***@";

    /// <summary>The text with the local part of each address masked; the same text where there is none.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('@', StringComparison.Ordinal) ? LocalPart().Replace(text, Masked) : text;
    }

    // A backslash belongs to it: in JSON it begins the escape of a character, and half an escape would be no JSON. A quoted local part
    // (RFC 5321 §4.1.2) may hold spaces; JSON spells its quotes \u0022.
    [GeneratedRegex("""("[^"\r\n]{1,66}"|\\u0022[^"\r\n]{1,200}?\\u0022|[^\s"<>()\[\],;:@]{1,256})@(?=[^\s@])""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LocalPart();
}
