using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentMail.Core.Validation;

/// <summary>What any text from outside must obey before it comes near a header, a log or a database.</summary>
public static class TextRules
{
    private static readonly SearchValues<char> DirectionControls =
        SearchValues.Create("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>
    /// Checks a text of one line. A line break in a header starts another header (CWE-93), NUL ends texts in databases, and half
    /// a surrogate pair cannot be encoded.
    /// </summary>
    public static FieldProblem? CheckLine(string text, int maxLength)
    {
        if (text.Length > maxLength)
            return new(FieldCodes.TooLong, $"At most {maxLength} characters are allowed; shorten it.");
        return IsLine(text)
            ? null
            : new(FieldCodes.ControlCharacter, "Line breaks, NUL and other control characters are not allowed here; remove them.");
    }

    /// <summary>Checks a name that people read in lists: one line, in the order in which it is written.</summary>
    public static FieldProblem? CheckLabel(string text, int maxLength) => CheckLine(text, maxLength) ?? CheckDirection(text);

    /// <summary>Checks that a text does not turn the characters behind it around: it would read as something else than it is.</summary>
    public static FieldProblem? CheckDirection(string text) =>
        text.AsSpan().ContainsAny(DirectionControls)
            ? new(FieldCodes.ControlCharacter, "Characters that change the direction of text (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C) are not allowed here; remove them.")
            : null;

    /// <summary>Checks a text of many lines.</summary>
    public static FieldProblem? CheckBody(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? new(FieldCodes.ControlCharacter, "The NUL character (U+0000) is not allowed; remove it.")
            : null;

    /// <summary>A member's name for a pointer: an answer must not grow with a name of megabytes.</summary>
    public static string Shorten(string name) => name.Length <= 100 ? name : name[..99] + "…";

    private static bool IsLine(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done
                || Rune.IsControl(rune) || IsLineBreak(rune))
                return false;
            text = text[length..];
        }
        return true;
    }

    private static bool IsLineBreak(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
