using MimeKit.Text;

namespace AgentMail.Core.Emails;

/// <summary>What tags mean to the eye, as browsers show them (HTML standard §15.3).</summary>
internal static class HtmlTags
{
    /// <summary>How many line ends are before and after an element: 2 for a paragraph, 1 for a line, 0 within one.</summary>
    public static int Breaks(HtmlTagId tag, bool inList) => tag switch
    {
        HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.Menu or HtmlTagId.Dir => inList ? 1 : 2,
        HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6
            or HtmlTagId.BlockQuote or HtmlTagId.Pre or HtmlTagId.Table or HtmlTagId.DL or HtmlTagId.Figure or HtmlTagId.HR => 2,
        HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.Section or HtmlTagId.Article
            or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Nav or HtmlTagId.Main or HtmlTagId.Aside or HtmlTagId.Address
            or HtmlTagId.Center or HtmlTagId.Form or HtmlTagId.FieldSet or HtmlTagId.Caption or HtmlTagId.FigCaption or HtmlTagId.Body => 1,
        _ => 0,
    };

    /// <summary>
    /// Whether what is in an element is not shown. Only tags that must be closed may hide something: an unclosed one hides the rest.
    /// </summary>
    public static bool IsUnseen(HtmlTagToken tag) => !tag.IsEmptyElement && tag.Id switch
    {
        HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title or HtmlTagId.NoScript or HtmlTagId.TextArea or HtmlTagId.IFrame => true,
        HtmlTagId.Div or HtmlTagId.Span => Attribute(tag, HtmlAttributeId.Style)?
            .Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase) ?? false,
        _ => false,
    };

    /// <summary>The value of an attribute; the first, as parsers have it.</summary>
    public static string? Attribute(HtmlTagToken tag, HtmlAttributeId id)
    {
        foreach (var attribute in tag.Attributes)
            if (attribute.Id == id)
                return attribute.Value;
        return null;
    }
}
