using System.Buffers;

namespace AgentMail.Core.Emails;

/// <summary>Finds the content ids that html shows (RFC 2392).</summary>
internal static class ContentIdReferences
{
    private const string Scheme = "cid:";
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"'<>() \t\r\n");

    public static HashSet<string> In(string html)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var at = Next(html, 0); at >= 0; at = Next(html, at))
        {
            at += Scheme.Length;
            var rest = html.AsSpan(at, Math.Min(html.Length - at, 3 * EmailLimits.MaxContentIdLength));
            var end = rest.IndexOfAny(Ends);
            if (end > 0)
                found.Add(Uri.UnescapeDataString(rest[..end]));
        }
        return found;
    }

    private static int Next(string html, int from) => html.IndexOf(Scheme, from, StringComparison.OrdinalIgnoreCase);
}
