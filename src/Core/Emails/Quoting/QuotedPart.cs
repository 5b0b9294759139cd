namespace AgentMail.Core.Emails.Quoting;

/// <summary>Finds where, in an answer, the message begins that it answers.</summary>
internal static class QuotedPart
{
    private const int MaxAttributionLines = 3;
    private const int MaxHeaderLines = 8;

    /// <summary>
    /// Where something goes that belongs above the quoted part. Null where there is none, and where the writer answers below or
    /// between quotes: the end of the writer's words is then the end of the body.
    /// </summary>
    public static int? StartOf(IReadOnlyList<BodyLine> lines)
    {
        var first = 0;
        while (first < lines.Count && !BeginsQuote(lines, first))
            first++;
        if (first == lines.Count)
            return null;
        var start = Introduction(lines, first);
        return lines[first].Kind == LineKind.Quoted && IsAnsweredBelow(lines, start, first) ? null : lines[start].At;
    }

    private static bool BeginsQuote(IReadOnlyList<BodyLine> lines, int at) => lines[at].Kind is LineKind.Quoted or LineKind.QuotedToEnd || BeginsOriginal(lines, at);

    // From here on all is quoted: nobody answers below an original message.
    private static bool BeginsOriginal(IReadOnlyList<BodyLine> lines, int at) =>
        lines[at].Kind == LineKind.Words && (QuoteWords.IsOriginalMessage(lines[at].Words) || IsHeader(lines, at));

    // Three labels, so that "From: Berlin" of an itinerary is none; below a rule, two.
    private static bool IsHeader(IReadOnlyList<BodyLine> lines, int at)
    {
        if (!QuoteWords.IsFrom(lines[at].Words))
            return false;
        var (sent, subject) = (false, at > 0 && lines[at - 1].Kind == LineKind.Rule);
        for (var i = at + 1; i < Math.Min(lines.Count, at + MaxHeaderLines); i++)
        {
            sent |= QuoteWords.IsSent(lines[i].Words);
            subject |= QuoteWords.IsSubject(lines[i].Words);
        }
        return sent && subject;
    }

    // The line above a quote that says whose it is, broken into several by some, and the rule that some draw above it.
    private static int Introduction(IReadOnlyList<BodyLine> lines, int first)
    {
        var start = first;
        var words = "";
        for (var at = first - 1; at >= Math.Max(0, first - MaxAttributionLines) && lines[at].Kind == LineKind.Words; at--)
        {
            words = words.Length == 0 ? lines[at].Words : $"{lines[at].Words} {words}";
            if (!QuoteWords.IsAttribution(words))
                continue;
            if (start == first || QuoteWords.OpensAttribution(lines[at].Words))
                start = at;
            if (QuoteWords.OpensAttribution(lines[at].Words))
                break;
        }
        return start > 0 && lines[start - 1].Kind == LineKind.Rule ? start - 1 : start;
    }

    private static bool IsAnsweredBelow(IReadOnlyList<BodyLine> lines, int start, int first)
    {
        if (lines[^1].Kind != LineKind.Words)
            return false;
        var last = first;
        for (var at = first; at < lines.Count; at++)
        {
            if (lines[at].Kind == LineKind.QuotedToEnd || BeginsOriginal(lines, at))
                return false;
            if (lines[at].Kind == LineKind.Quoted)
                last = at;
        }
        bool IsAnswer(int at) => lines[at].Kind == LineKind.Words && !QuoteWords.IsAttribution(lines[at].Words);
        return !Enumerable.Range(0, start).Any(IsAnswer) || Enumerable.Range(first, last - first).Any(IsAnswer);
    }
}
