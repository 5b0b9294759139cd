namespace AgentMail.Worker.Smtp;

/// <summary>What broke a conversation that the server did not put into words: what a person would have to look at.</summary>
public enum SmtpFault
{
    /// <summary>The host name does not exist, or has no address.</summary>
    HostUnknown,

    /// <summary>The name could not be looked up just now.</summary>
    LookupFailed,

    /// <summary>A private address where the settings allow none.</summary>
    PrivateAddress,

    /// <summary>Nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>No answer to the attempt to connect.</summary>
    Unreachable,

    /// <summary>Connected, and not a word: as a port does that waits for TLS.</summary>
    NoGreeting,

    /// <summary>What answers is no mail server.</summary>
    NotSmtp,

    /// <summary>The server does not answer in TLS.</summary>
    NotTls,

    /// <summary>STARTTLS is not offered.</summary>
    StartTlsMissing,

    /// <summary>The certificate is for another host name.</summary>
    CertificateName,

    /// <summary>The certificate's time is over, or has not begun.</summary>
    CertificateExpired,

    /// <summary>The certificate comes from an issuer that is not trusted here.</summary>
    CertificateUntrusted,

    /// <summary>No sign-in is offered.</summary>
    NoSignIn,

    /// <summary>Sign-in is offered, and none that takes a password.</summary>
    NoPasswordSignIn,

    /// <summary>User ID or password has characters that cannot be sent.</summary>
    Unspeakable,

    /// <summary>No answer in time, in the middle of a conversation.</summary>
    Silent,

    /// <summary>The connection was lost in the middle of a conversation.</summary>
    Lost,
}
