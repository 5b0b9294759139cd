namespace AgentMail.Core.Emails;

/// <summary>
/// Looks for a text in a text in one pass (Knuth, Morris, Pratt). An ordinary search takes the product of both lengths where both repeat
/// themselves, and here both can be megabytes that somebody chose.
/// </summary>
internal static class OnePassSearch
{
    public static bool Contains(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        if (part.IsEmpty)
            return true;
        var borders = Borders(part);
        var matched = 0;
        foreach (var c in text)
        {
            matched = Next(part, borders, matched, c);
            if (matched == part.Length)
                return true;
        }
        return false;
    }

    // For each beginning of the part, how much of its end is a beginning too.
    private static int[] Borders(ReadOnlySpan<char> part)
    {
        var borders = new int[part.Length];
        for (var i = 1; i < part.Length; i++)
            borders[i] = Next(part, borders, borders[i - 1], part[i]);
        return borders;
    }

    private static int Next(ReadOnlySpan<char> part, int[] borders, int matched, char c)
    {
        while (matched > 0 && part[matched] != c)
            matched = borders[matched - 1];
        return part[matched] == c ? matched + 1 : 0;
    }
}
