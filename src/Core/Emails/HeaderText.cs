using System.Text.RegularExpressions;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>Text that people write and that ends up in a header: subjects, display names, file names, header values.</summary>
public static partial class HeaderText
{
    /// <summary>
    /// Checks a text for a header. Encoded-words (RFC 2047) are refused: a reader would show something else than was checked here,
    /// line breaks included.
    /// </summary>
    public static FieldProblem? Check(string text, int maxLength) =>
        TextRules.CheckLine(text, maxLength)
        ?? (HasEncodedWord(text)
            ? new(FieldCodes.NotAllowed, "Encoded words (=?…?=) are not allowed; write the characters themselves, AgentMail encodes them.")
            : null);

    /// <summary>Whether a reader would decode some part of a text.</summary>
    public static bool HasEncodedWord(string text) => EncodedWord().IsMatch(text);

    // Wider than RFC 2047 §2, as readers are.
    [GeneratedRegex(@"=\?.*\?[bq]\?.*\?=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EncodedWord();
}
