using System.Text.RegularExpressions;

namespace AgentMail.Core.Identifiers;

/// <summary>Ids that callers choose: of tenants, servers, channels, agents, signatures, templates and webhooks.</summary>
public static partial class ResourceId
{
    /// <summary>What to tell somebody whose id was refused.</summary>
    public const string Rule = "An id has 1 to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or digit.";

    /// <summary>Whether a text may serve as an id.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern().IsMatch(text);

    // \z, because $ would let a final line break through.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
