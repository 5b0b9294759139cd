using System.Collections.Frozen;
using AgentMail.Core.Emails.Markup;

namespace AgentMail.Core.Emails.Quoting;

/// <summary>The tags by which mail programs mark what they quote.</summary>
internal static class QuoteTags
{
    // Gmail, Yahoo, Proton Mail, Zoho, Tuta, Outlook for phones and for Mac, Thunderbird's forwarding.
    private static readonly FrozenSet<string> Classes = Set(
        "gmail_quote gmail_quote_container yahoo_quoted protonmail_quote zmail_extra tutanota_quote ms-outlook-mobile-reference-message moz-forward-container");

    // Outlook on the web, on phones and for Mac.
    private static readonly FrozenSet<string> Ids = Set(
        "divRplyFwdMsg appendonsend stopSpelling mail-editor-reference-message-container OLK_SRC_BODY_SECTION isForwardContent");

    private static readonly string[] ThunderbirdPrefix = ["moz-cite-prefix"];

    /// <summary>What the start tag of an element begins.</summary>
    public static LineKind KindOf(in HtmlScanner tag)
    {
        var classes = tag.Attribute("class");
        if (HasAny(classes, Classes) || Ids.Contains(tag.Attribute("id").ToString()))
            return LineKind.QuotedToEnd;
        if (HasAny(classes, ThunderbirdPrefix))
            return LineKind.Quoted;
        if (tag.Name.Equals("blockquote", StringComparison.OrdinalIgnoreCase))
            return IsIndentation(tag) ? LineKind.Words : LineKind.Quoted;

        // GMX and web.de.
        return tag.Name.Equals("div", StringComparison.OrdinalIgnoreCase) && tag.Attribute("name").Equals("quote", StringComparison.OrdinalIgnoreCase) ? LineKind.QuotedToEnd : LineKind.Words;
    }

    /// <summary>The box that Outlook draws around the header it repeats; others draw such boxes too.</summary>
    public static bool IsOutlookBox(in HtmlScanner tag) => Style(tag).StartsWith("border:none;border-top:solid", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a tag has this class.</summary>
    public static bool HasClass(in HtmlScanner tag, string name) => HasAny(tag.Attribute("class"), [name]);

    // What editors make of their button for indenting.
    private static bool IsIndentation(in HtmlScanner tag) =>
        tag.Attribute("type").IsEmpty && Style(tag).Contains("border:none", StringComparison.OrdinalIgnoreCase);

    private static string Style(in HtmlScanner tag) =>
        string.Concat(tag.Attribute("style").ToString().Where(c => !char.IsWhiteSpace(c)));

    private static bool HasAny(ReadOnlySpan<char> classes, IReadOnlyCollection<string> wanted)
    {
        if (classes.IsEmpty)
            return false;
        foreach (var part in classes.SplitAny(' ', '\t', '\r', '\n', '\f'))
            foreach (var name in wanted)
                if (classes[part].Equals(name, StringComparison.Ordinal))
                    return true;
        return false;
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
