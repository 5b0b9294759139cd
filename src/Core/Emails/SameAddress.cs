namespace AgentMail.Core.Emails;

/// <summary>Whether two texts are one address: in either spelling of an internationalised domain, in any case.</summary>
internal static class SameAddress
{
    public static bool Is(string one, string other) =>
        string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase)
        || (EmailAddress.TryParse(one, out var a, out _) && EmailAddress.TryParse(other, out var b, out _) && a.Equals(b));
}
