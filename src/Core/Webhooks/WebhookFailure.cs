namespace AgentMail.Core.Webhooks;

/// <summary>Why a call failed: a word that stays, for programs; the sentence beside it is for people.</summary>
public enum WebhookFailure
{
    /// <summary>410: the endpoint wants no more calls, and is disabled.</summary>
    Gone,

    /// <summary>3xx: redirects are not followed.</summary>
    Redirected,

    /// <summary>429: too many calls.</summary>
    RateLimited,

    /// <summary>Another 4xx.</summary>
    Refused,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>A status that none of these is.</summary>
    UnexpectedStatus,

    /// <summary>No answer within the time a call has.</summary>
    Timeout,

    /// <summary>The host name does not exist, or has no address.</summary>
    HostUnknown,

    /// <summary>The host name could not be looked up just now.</summary>
    LookupFailed,

    /// <summary>The host stands for private addresses only, and those are not allowed here.</summary>
    AddressNotAllowed,

    /// <summary>Plain <c>http</c> is not allowed here.</summary>
    HttpNotAllowed,

    /// <summary>Nothing listens on the port.</summary>
    ConnectionRefused,

    /// <summary>No connection came about.</summary>
    Unreachable,

    /// <summary>The connection could not be secured.</summary>
    Tls,

    /// <summary>The connection broke before there was an answer.</summary>
    ConnectionBroken,

    /// <summary>What answered is not HTTP.</summary>
    InvalidAnswer,

    /// <summary>The headers of the answer are larger than is read.</summary>
    AnswerTooLarge,

    /// <summary>The stored secret does not open, so nothing can be signed.</summary>
    SecretUnreadable,

    /// <summary>The event is no longer in the log.</summary>
    EventGone,

    /// <summary>Its days were over before it could be called: the endpoint failed all the while.</summary>
    Expired,
}
