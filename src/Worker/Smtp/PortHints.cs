using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Smtp;

/// <summary>What port and connection security that do not fit together look like from here, and how they would fit (RFC 8314 §3.3). Pure.</summary>
internal static class PortHints
{
    private const int ServerToServer = 25;
    private const int ImplicitTls = 465;
    private const int Submission = 587;

    /// <summary>The port took the connection and said nothing.</summary>
    public static string NoGreeting(int port) => port is ImplicitTls
        ? "The server took the connection and did not greet in time: port 465 waits for TLS from the first byte. An admin should set connection security to TLS, or use port 587 with STARTTLS."
        : "The server took the connection and did not greet in time. If this port waits for TLS from the first byte, an admin should set connection security to TLS; else check port and firewall.";

    /// <summary>TLS was begun, and what came back is none.</summary>
    public static string NotTls(ConnectionSecurity security, int port) => (security, port) switch
    {
        (ConnectionSecurity.Tls, Submission or ServerToServer) =>
            $"The server did not answer in TLS: port {port} begins in clear and turns to TLS afterwards. An admin should set connection security to STARTTLS, or use port 465 with TLS.",
        (ConnectionSecurity.Tls, _) =>
            "The server did not answer in TLS, or in no version known here. If this port begins in clear, an admin should set connection security to STARTTLS.",
        _ => $"The server did not answer in TLS, or in no version known here. {Hints.TlsUnavailable}",
    };

    /// <summary>STARTTLS is not offered.</summary>
    public static string NoStartTls(int port) => port is ServerToServer
        ? $"The server does not offer STARTTLS on port 25, which is for mail between servers. An admin should use port 587. {Hints.TlsUnavailable}"
        : $"The server does not offer STARTTLS on this port; some offer TLS on port 465 instead. {Hints.TlsUnavailable}";

    /// <summary>No connection came about.</summary>
    public static string NoConnection(SmtpFault fault, int port, string tried) => (fault, port) switch
    {
        (_, ServerToServer) => $"No connection to the server ({tried}). Many networks block port 25, which is for mail between servers: an admin should use port 587.",
        (SmtpFault.ConnectionRefused, _) => $"The server refused the connection ({tried}): nothing listens on port {port}. An admin should check the port: 587 with STARTTLS, or 465 with TLS.",
        _ => $"No connection to the server ({tried}). An admin should check host, port and firewall.",
    };

    /// <summary>No sign-in is offered.</summary>
    public static string NoSignIn(ConnectionSecurity security) => security is ConnectionSecurity.None
        ? "The server offers no sign-in on a connection without encryption. An admin should set connection security to STARTTLS, or to TLS on port 465."
        : "The server offers no sign-in on this port. An admin should use the submission port (587 or 465), or set authentication to none.";
}
