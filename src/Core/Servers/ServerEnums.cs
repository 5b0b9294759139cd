using System.Text.Json.Serialization;

namespace AgentMail.Core.Servers;

/// <summary>How the connection to an outbound server is secured.</summary>
public enum ConnectionSecurity
{
    /// <summary>STARTTLS on a plain connection (RFC 3207): required, never opportunistic.</summary>
    [JsonStringEnumMemberName("starttls")]
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>No encryption; for servers on the same host or a trusted network.</summary>
    None,
}

/// <summary>How we sign in at an outbound server.</summary>
public enum AuthenticationKind
{
    /// <summary>User ID and password by the best mechanism offered (RFC 4954).</summary>
    Password,

    /// <summary>No sign-in.</summary>
    None,
}

/// <summary>What an outbound server is.</summary>
public enum ServerKind
{
    /// <summary>An SMTP submission server (RFC 6409).</summary>
    Smtp,

    /// <summary>Keeps messages and sends nothing.</summary>
    Sandbox,
}
