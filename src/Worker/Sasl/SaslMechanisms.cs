using System.Net;
using MailKit.Security;

namespace AgentMail.Worker.Sasl;

/// <summary>A way of signing in with user ID and password.</summary>
/// <param name="Name">As offered in the EHLO reply.</param>
/// <param name="Create">The client's side of one exchange.</param>
internal sealed record PasswordMechanism(string Name, Func<NetworkCredential, SaslMechanism> Create);

/// <summary>
/// The mechanisms that take a password, strongest first (RFC 5802, RFC 7677, RFC 2195, RFC 4616). Those bound to the TLS
/// channel are left out: the certificate is always checked. OAuth's are left out because they take a token.
/// </summary>
internal static class SaslMechanisms
{
    public static readonly IReadOnlyList<PasswordMechanism> BestFirst =
    [
        new("SCRAM-SHA-512", credential => new SaslMechanismScramSha512(credential)),
        new("SCRAM-SHA-256", credential => new SaslMechanismScramSha256(credential)),
        new("SCRAM-SHA-1", credential => new SaslMechanismScramSha1(credential)),
        new("CRAM-MD5", credential => new SaslMechanismCramMd5(credential)),
        new("PLAIN", credential => new SaslMechanismPlain(credential)),
        new("LOGIN", credential => new SaslMechanismLogin(credential)),
    ];
}
