using AgentMail.Core.Emails;

namespace AgentMail.Core.Servers;

/// <summary>Which addresses a server's shared account may send as.</summary>
public static class AllowedFrom
{
    private const string Anybody = "*";
    private const string AnybodyAt = "*@";

    /// <summary>The first of <paramref name="patterns"/> (<c>a@b</c>, <c>*@b</c>, <c>*</c>) that covers <paramref name="address"/>; case does not matter.</summary>
    public static string? Find(IEnumerable<string> patterns, string address) => patterns.FirstOrDefault(pattern => Matches(pattern, address));

    private static bool Matches(string pattern, string address)
    {
        if (pattern == Anybody)
            return true;
        if (!pattern.StartsWith(AnybodyAt, StringComparison.Ordinal))
            return SameAddress.Is(pattern, address);
        // Under one name, only the domains can differ.
        var at = address.LastIndexOf('@');
        return at >= 0 && SameAddress.Is("x" + pattern[1..], "x" + address[at..]);
    }
}
