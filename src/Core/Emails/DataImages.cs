using System.Diagnostics.CodeAnalysis;
using System.Net;
using AgentMail.Core.Emails.Markup;

namespace AgentMail.Core.Emails;

/// <summary>Finds the pictures that html carries in itself: <c>&lt;img src="data:image/png;base64,…"></c> (RFC 2397).</summary>
internal static class DataImages
{
    private const int MaxHeader = 100;

    /// <summary>Where the values are, in order.</summary>
    public static List<Range> In(string html)
    {
        var found = new List<Range>();
        if (!html.Contains("data:image/", StringComparison.OrdinalIgnoreCase))
            return found;
        var scanner = new HtmlScanner(html);
        while (scanner.Next())
        {
            if (scanner.Piece != HtmlPiece.StartTag || !scanner.IsWhole || !scanner.Name.Equals("img", StringComparison.OrdinalIgnoreCase))
                continue;
            var attributes = scanner.Attributes;
            while (attributes.Next())
            {
                if (!attributes.Name.Equals("src", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (TypeOf(attributes.Value, out _) is not null)
                    found.Add(attributes.ValueRange);
                break;   // of two, browsers take the first
            }
        }
        return found;
    }

    /// <summary>How many different ones there are: each becomes a part of the message.</summary>
    public static int Count(string html) => In(html).Select(range => string.GetHashCode(html.AsSpan()[range], StringComparison.Ordinal)).Distinct().Count();

    /// <summary>Type and bytes of one; false where it is no base64 and no reader could show it.</summary>
    public static bool TryDecode(ReadOnlySpan<char> url, [NotNullWhen(true)] out string? contentType, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        contentType = TypeOf(url, out var payload);
        if (contentType is null)
            return false;
        if (payload.Contains('&'))
            payload = WebUtility.HtmlDecode(payload.ToString());
        if (payload.Contains('%'))
            payload = Uri.UnescapeDataString(payload.ToString());
        var buffer = new byte[(payload.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(payload, buffer, out var length) || length == 0)
            return false;
        bytes = buffer[..length];
        return true;
    }

    private static string? TypeOf(ReadOnlySpan<char> url, out ReadOnlySpan<char> payload)
    {
        payload = [];
        url = url.Trim();
        if (!url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            return null;
        var comma = url[..Math.Min(url.Length, MaxHeader)].IndexOf(',');
        if (comma < 0 || !url[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
            return null;
        payload = url[(comma + 1)..];
        var type = url["data:image/".Length..comma];
        type = type[..type.IndexOf(';')];
        return type.Equals("png", StringComparison.OrdinalIgnoreCase) ? "image/png"
            : type.Equals("jpeg", StringComparison.OrdinalIgnoreCase) || type.Equals("jpg", StringComparison.OrdinalIgnoreCase) ? "image/jpeg"
            : type.Equals("gif", StringComparison.OrdinalIgnoreCase) ? "image/gif"
            : type.Equals("webp", StringComparison.OrdinalIgnoreCase) ? "image/webp"
            : null;
    }
}
