using AngleSharp.Dom;

namespace AgentMail.Core.Signatures;

/// <summary>Bounds html before anything works hard on it: a tree's depth is stack, and its size can grow as the square of its tags.</summary>
internal static class HtmlBounds
{
    /// <summary>Start tags in a text. The most elaborate signatures have hundreds.</summary>
    public const int MaxElements = 2_000;

    /// <summary>More than any editor makes, far less than a stack holds.</summary>
    public const int MaxDepth = 128;

    /// <summary>Characters of one style. Reading it takes the square of its declarations.</summary>
    public const int MaxStyle = 8_192;

    /// <summary>Counts what may become an element, without parsing.</summary>
    public static bool HasTooManyTags(string html)
    {
        var tags = 0;
        for (var at = html.IndexOf('<', 0); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
            if (char.IsAsciiLetter(html[at + 1]) && ++tags > MaxElements)
                return true;
        return false;
    }

    /// <summary>Walks the tree as parsers make it of broken html, without recursion.</summary>
    public static bool IsTooDeep(INode root)
    {
        var depth = 0;
        var node = root;
        while (depth <= MaxDepth)
        {
            if (node.FirstChild is { } child)
            {
                (node, depth) = (child, depth + 1);
                continue;
            }
            while (node.NextSibling is null)
            {
                if (ReferenceEquals(node, root) || node.Parent is null)
                    return false;
                (node, depth) = (node.Parent, depth - 1);
            }
            if (ReferenceEquals(node, root))
                return false;
            node = node.NextSibling;
        }
        return true;
    }
}
