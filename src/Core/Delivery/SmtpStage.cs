namespace AgentMail.Core.Delivery;

/// <summary>How far one SMTP transaction came (RFC 5321 §3, RFC 3207, RFC 4954), in the order in which it happens.</summary>
public enum SmtpStage
{
    /// <summary>Looking up the host name.</summary>
    Resolve,

    /// <summary>TCP connection and the server's 220 greeting.</summary>
    Connect,

    /// <summary>Implicit TLS, or EHLO and STARTTLS, with the certificate check.</summary>
    Tls,

    /// <summary>SMTP AUTH.</summary>
    Authenticate,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>DATA, the body and the reply to the final dot.</summary>
    Data,
}
