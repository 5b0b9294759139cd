using AgentMail.Core.Emails;

namespace AgentMail.Core.Identities;

/// <summary>Whether a request's <c>from</c> is a configured address: in either spelling of an internationalised domain, in any case.</summary>
internal static class SameAddress
{
    public static bool Is(string asked, string configured) =>
        string.Equals(asked.Trim(), configured, StringComparison.OrdinalIgnoreCase)
        || (EmailAddress.TryParse(asked, out var one, out _) && EmailAddress.TryParse(configured, out var other, out _) && one.Equals(other));
}
