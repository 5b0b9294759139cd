namespace AgentMail.TestKit.Smtp;

/// <summary>The moments of an SMTP session at which a <see cref="SmtpScript"/> can play something of its own.</summary>
public enum SmtpStep
{
    /// <summary>After the connection is accepted (with implicit TLS: after the handshake), before the 220.</summary>
    Greeting,
    Ehlo,

    /// <summary>The reply to STARTTLS.</summary>
    StartTls,

    /// <summary>Instead of the TLS handshake, implicit or after STARTTLS.</summary>
    TlsHandshake,

    /// <summary>Instead of reading the credentials; a 334 asks, and is played again at the answer. Concerns the mechanism.</summary>
    AuthChallenge,

    /// <summary>The outcome of AUTH, once the credentials are read; concerns the user.</summary>
    Auth,

    /// <summary>Concerns the envelope sender.</summary>
    MailFrom,

    /// <summary>Concerns the recipient.</summary>
    RcptTo,

    /// <summary>The reply to DATA.</summary>
    Data,

    /// <summary>When the first bytes of the body are here.</summary>
    Body,

    /// <summary>The reply to the final dot.</summary>
    FinalDot,
    Rset,
    Noop,
    Quit,
}
