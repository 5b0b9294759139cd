using System.Text;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Smtp;

/// <summary>Where to connect and as whom. A class and no record: its text must never show the password.</summary>
public sealed class SmtpAccount
{
    /// <summary>Host name or IP address; the certificate is checked against it.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is secured.</summary>
    public required ConnectionSecurity Security { get; init; }

    /// <summary>How we sign in.</summary>
    public required AuthenticationKind Authentication { get; init; }

    /// <summary>Authentication identity (RFC 4954); unused where <see cref="Authentication"/> is none.</summary>
    public string UserId { get; init; } = "";

    /// <summary>The secret. Leaves this object for the SASL exchange only.</summary>
    public string Password { internal get; init; } = "";

    /// <summary>Certificates in PEM that this server's certificate must come from; null for the system's roots.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>Whether the host may be a private address.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>Where, and no more.</summary>
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Whether a sign-in to one is a sign-in to the other.</summary>
    internal bool IsSameAs(SmtpAccount other) =>
        (Host, Port, Security, Authentication, UserId, Password, CaCertificate)
        == (other.Host, other.Port, other.Security, other.Authentication, other.UserId, other.Password, other.CaCertificate);

    /// <summary>A server may echo what it was sent; what it says is stored and shown.</summary>
    internal string Redact(string text)
    {
        if (Password.Length == 0)
            return text;

        string[] secrets = [Base64($"\0{UserId}\0{Password}"), Base64($"{UserId}\0{UserId}\0{Password}"), Base64(Password), Password];
        return secrets.Aggregate(text, (left, secret) => left.Replace(secret, "[redacted]", StringComparison.Ordinal));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
