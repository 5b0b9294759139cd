namespace AgentMail.Core.Emails.Quoting;

/// <summary>What a line of a body is, before its neighbours are looked at.</summary>
internal enum LineKind
{
    /// <summary>Words that may be the writer's own.</summary>
    Words,

    /// <summary>Quoted, and what follows may be the writer's own again.</summary>
    Quoted,

    /// <summary>Here begins what a mail program has put under an answer: quoted to the end.</summary>
    QuotedToEnd,

    /// <summary>A line drawn across.</summary>
    Rule,
}

/// <summary>A line of a body that is not blank, as a reader sees it; quoted lines that follow each other may be one.</summary>
/// <param name="At">Where something put above this line goes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Words">Its beginning, white space collapsed; empty where it does not matter.</param>
internal readonly record struct BodyLine(int At, LineKind Kind, string Words = "")
{
    /// <summary>Lines of a body of which the words are kept. Nobody writes more above a quote.</summary>
    public const int MaxLines = 20_000;
}
