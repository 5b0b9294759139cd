using System.Diagnostics.CodeAnalysis;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AgentMail.Core.Signatures;

/// <summary>Parses html from outside.</summary>
internal static class HtmlTree
{
    /// <summary>The document; false for the few kinds of broken html on which the parser itself fails, such as templates left open within table rows.</summary>
    public static bool TryParse(HtmlParser parser, string html, [NotNullWhen(true)] out IHtmlDocument? document)
    {
        try
        {
            document = parser.ParseDocument(html);
            return true;
        }
        // It throws no exception of its own: null references and indices out of range are its bugs.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            document = null;
            return false;
        }
    }
}
