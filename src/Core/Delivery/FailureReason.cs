namespace AgentMail.Core.Delivery;

/// <summary>Why an attempt failed, finer than <see cref="FailureClass"/>: one member per row of the reply table in <c>docs/replies.md</c>.</summary>
public enum FailureReason
{
    /// <summary>4yz without a more precise meaning.</summary>
    Transient,

    /// <summary>Greylisted: the first retry waits at least five minutes.</summary>
    Greylisted,

    /// <summary>The account sends too fast or too much: slow the lane, not the message.</summary>
    RateLimited,

    /// <summary>A passing fault at AUTH; says nothing about the password.</summary>
    AuthenticationUnavailable,

    /// <summary>User ID or password refused.</summary>
    CredentialsRefused,

    /// <summary>No password is stored for an account that needs one.</summary>
    EmailPasswordMissing,

    /// <summary>The server does not allow this way of signing in; an admin must change a setting there.</summary>
    AuthenticationNotAllowed,

    /// <summary>The account may not send as this From address.</summary>
    SenderDenied,

    /// <summary>The connection could not be secured as configured.</summary>
    TlsFailed,

    /// <summary>This recipient does not exist or does not accept mail.</summary>
    RecipientRefused,

    /// <summary>The recipient's mailbox is full.</summary>
    RecipientFull,

    /// <summary>The message itself was refused: size, content or policy.</summary>
    MessageRefused,

    /// <summary>The server could not be reached, or the conversation broke off before the body.</summary>
    ConnectionFailed,

    /// <summary>A private address where the settings do not allow one.</summary>
    AddressNotAllowed,

    /// <summary>The body went out and no readable answer came back.</summary>
    OutcomeUnknown,

    /// <summary>A reply that fits no row; its basic digit decides.</summary>
    Unclassified,

    /// <summary>Not delivered within the retry schedule's MaxAge.</summary>
    Expired,

    /// <summary>Processes died three times while sending it.</summary>
    CrashedRepeatedly,

    /// <summary>The sending identity was removed, disabled or given another address after the email was accepted.</summary>
    IdentityChanged,
}
