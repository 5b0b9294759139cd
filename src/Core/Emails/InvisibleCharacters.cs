using System.Globalization;
using System.Text;

namespace AgentMail.Core.Emails;

/// <summary>Characters that take no room: two names that look the same would differ by them.</summary>
internal static class InvisibleCharacters
{
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    // Blank, although Unicode calls them letters, marks and symbols: combining grapheme joiner, Hangul fillers, Khmer vowels, Braille blank.
    private static readonly HashSet<int> Blank = [0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0];

    /// <summary>Whether a text has one. Joiners count only where they join nothing: Persian, Indic scripts and emoji need them.</summary>
    public static bool IsIn(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            if (Blank.Contains(runes[i].Value))
                return true;
            if (Rune.GetUnicodeCategory(runes[i]) == UnicodeCategory.Format && !(IsJoiner(runes[i]) && IsJoined(runes, i - 1) && IsJoined(runes, i + 1)))
                return true;
        }
        return false;
    }

    private static bool IsJoiner(Rune rune) => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner;

    // Letters of scripts with capitals are never joined.
    private static bool IsJoined(Rune[] runes, int i) => i >= 0 && i < runes.Length && Rune.GetUnicodeCategory(runes[i]) is
        UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
