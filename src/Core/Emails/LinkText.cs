using System.Buffers;

namespace AgentMail.Core.Emails;

/// <summary>How a link is shown in plain text: its words, then its target unless the words say it already.</summary>
internal static class LinkText
{
    private static readonly string[] Schemes = ["https://", "http://", "mailto:", "tel:"];
    private static readonly SearchValues<char> Unprintable = SearchValues.Create("<> \t\r\n");

    /// <summary>Where a link leads, or null where that is of no use on paper (anchors, relative paths, scripts).</summary>
    public static string? Target(string? href)
    {
        var target = href?.Trim();
        return target is not null && Scheme(target) is not null && !target.AsSpan().ContainsAny(Unprintable) ? target : null;
    }

    /// <summary>Whether the words of a link name its target.</summary>
    public static bool Says(string words, string target)
    {
        var bare = target.AsSpan(Scheme(target)?.Length ?? 0);
        if (bare.IndexOf('?') is var query and >= 0 && target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            bare = bare[..query];
        return words.AsSpan().TrimEnd("/ ").EndsWith(bare.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
    }

    private static string? Scheme(string target) =>
        Array.Find(Schemes, scheme => target.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
