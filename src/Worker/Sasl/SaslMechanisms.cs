using System.Net;
using MailKit.Security;

namespace AgentMail.Worker.Sasl;

/// <summary>A way of signing in with user ID and password.</summary>
/// <param name="Name">As offered in the EHLO reply.</param>
/// <param name="Create">The client's side of one exchange; an <see cref="ArgumentException"/> where user ID or password cannot be sent this way.</param>
internal sealed record PasswordMechanism(string Name, Func<NetworkCredential, SaslMechanism> Create)
{
    /// <summary>The server says how often the password is hashed.</summary>
    public bool HashesInRounds { get; init; }
}

/// <summary>
/// The mechanisms that take a password, strongest first (RFC 5802, RFC 7677, RFC 2195, RFC 4616). Those bound to the TLS
/// channel are left out: the certificate is always checked. OAuth's are left out because they take a token.
/// </summary>
internal static class SaslMechanisms
{
    public static readonly IReadOnlyList<PasswordMechanism> BestFirst =
    [
        new("SCRAM-SHA-512", credential => new SaslMechanismScramSha512(Prepared(credential))) { HashesInRounds = true },
        new("SCRAM-SHA-256", credential => new SaslMechanismScramSha256(Prepared(credential))) { HashesInRounds = true },
        new("SCRAM-SHA-1", credential => new SaslMechanismScramSha1(Prepared(credential))) { HashesInRounds = true },
        new("CRAM-MD5", credential => new SaslMechanismCramMd5(credential)),
        new("PLAIN", credential => new SaslMechanismPlain(credential)),
        new("LOGIN", credential => new SaslMechanismLogin(credential)),
    ];

    // SCRAM prepares the password only once the server has sent its challenge, and then a bad one looks like a bad challenge.
    private static NetworkCredential Prepared(NetworkCredential credential)
    {
        SaslMechanism.SaslPrep(credential.UserName);
        SaslMechanism.SaslPrep(credential.Password);
        return credential;
    }
}
