using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AgentMail.Core.Signatures;

/// <summary>Pictures that a reader fetches when the email is opened: whoever serves them learns of each opening.</summary>
internal static partial class RemoteImages
{
    /// <summary>
    /// A remote picture that nobody can see is there to count openings. It comes along with what is pasted from other mail, and would
    /// report this tenant's customers to a stranger.
    /// </summary>
    public static bool IsTracker(IElement image) =>
        image.GetAttribute("src")?.TrimStart() is { } source && source.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && (image.GetAttribute("style") is { } style && Hidden().IsMatch(style)
            || (IsDot(image.GetAttribute("width")) && IsDot(image.GetAttribute("height"))));

    /// <summary>
    /// The address to use for a picture: https, as browsers upgrade it (a page in https shows nothing of http); null where that cannot be.
    /// </summary>
    public static string? Secure(string url) =>
        !url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? url
        : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsDefaultPort ? "https:" + url["http:".Length..].Replace(":80/", "/", StringComparison.Ordinal)
        : null;

    private static bool IsDot(string? length) => length?.Trim() is "0" or "1" or "0px" or "1px";

    [GeneratedRegex(
        @"display\s*:\s*none|visibility\s*:\s*hidden|(^|[;\s])(width|height|max-width|max-height)\s*:\s*[01](px)?\s*(!important\s*)?(;|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
