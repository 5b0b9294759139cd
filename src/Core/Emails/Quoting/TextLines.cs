namespace AgentMail.Core.Emails.Quoting;

/// <summary>The lines of a plain text.</summary>
internal static class TextLines
{
    private const int MinRule = 10;

    public static List<BodyLine> Of(string text)
    {
        var lines = new List<BodyLine>();
        for (var at = 0; at < text.Length;)
        {
            var length = text.AsSpan(at).IndexOfAny('\r', '\n');
            var next = length < 0 ? text.Length : at + length + 1;
            var line = text.AsSpan(at, (length < 0 ? text.Length : at + length) - at).Trim();
            if (!line.IsEmpty)
                Add(lines, at, line);
            at = next;
        }
        return lines;
    }

    private static void Add(List<BodyLine> lines, int at, ReadOnlySpan<char> line)
    {
        if (line[0] == '>')
        {
            if (lines.Count == 0 || lines[^1].Kind != LineKind.Quoted)
                lines.Add(new(at, LineKind.Quoted));
        }
        else if (line.Length >= MinRule && !line.ContainsAnyExcept('_', '-'))
        {
            lines.Add(new(at, LineKind.Rule));
        }
        else if (lines.Count < BodyLine.MaxLines)
        {
            lines.Add(new(at, LineKind.Words, line[..Math.Min(line.Length, QuoteWords.MaxLine)].ToString()));
        }
    }
}
