using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Emails;

/// <summary>The <c>Message-ID</c> of an email, with its angle brackets (RFC 5322 §3.6.4).</summary>
public static partial class InternetMessageId
{
    /// <summary>Longest id that still leaves its header line below 998 characters (RFC 5322 §2.1.1).</summary>
    public const int MaxLength = 900;

    /// <summary>What to tell somebody whose message id was refused.</summary>
    public const string Rule = "A message id looks like <left@right>, with its angle brackets, without spaces and in ASCII.";

    /// <summary>Makes a new one: 128 random bits at the domain of the From address.</summary>
    public static string New(EmailAddress from) =>
        $"<{CrockfordBase32.Encode(new Guid(RandomNumberGenerator.GetBytes(16)))}@{from.AsciiDomain}>";

    /// <summary>
    /// Whether a text can stand in <c>In-Reply-To</c> or <c>References</c>. Wider than the RFC's grammar, because ids found in
    /// real mail break it and a thread holds together only if they come back unchanged.
    /// </summary>
    public static bool IsValid(string? text) => text?.Length <= MaxLength && Pattern().IsMatch(text);

    [GeneratedRegex(@"^<[!-;=?-~]+@[!-;=?-~]+>\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
