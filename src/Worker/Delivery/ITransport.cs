using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>What takes a message out of the house.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>How many messages can be under way at once: one per connection that is signed in, and one that opens another.</summary>
    int Capacity { get; }

    /// <summary>How many messages are under way on connections that are signed in.</summary>
    int Busy { get; }

    /// <summary>Sends one message in one transaction.</summary>
    /// <param name="envelope">Who gets it.</param>
    /// <param name="rawMime">The frozen bytes.</param>
    /// <param name="steps">What the sender does meanwhile.</param>
    /// <param name="ct">Breaks the conversation off.</param>
    Task<SendReport> SendAsync(Envelope envelope, ReadOnlyMemory<byte> rawMime, SendSteps steps, CancellationToken ct);
}

/// <summary>What the sender of a message does while it is under way.</summary>
/// <param name="SignedIn">Awaited when a connection had to be opened for it, and is signed in.</param>
/// <param name="EnterData">The durable mark: awaited before the first byte of the body; false stops the transaction there.</param>
internal sealed record SendSteps(Func<CancellationToken, ValueTask> SignedIn, Func<CancellationToken, ValueTask<bool>> EnterData);

/// <summary>A transaction, or why none was begun.</summary>
/// <param name="Transaction">Null when no session could be opened.</param>
/// <param name="NotOpened">Null when there was a session.</param>
internal sealed record SendReport(SmtpTransaction? Transaction, SmtpFailure? NotOpened)
{
    /// <summary>The worker was told to stop before the message could have been accepted.</summary>
    public static SendReport Stopped { get; } = new(null, SmtpFailure.Broken(SmtpStage.Connect, "The worker stopped; another one takes over."));

    /// <summary>It waited for a connection that another attempt was opening, in vain: to try again at once would be one sign-in more.</summary>
    public static SendReport NotTried { get; } = new(null, SmtpFailure.Broken(SmtpStage.Connect, "The connection it waited for could not be opened."));

    /// <summary>A fault of ours before the mark: no byte of the body went out.</summary>
    public static SendReport BrokenOff { get; } = new(null, SmtpFailure.Broken(SmtpStage.Connect, "The attempt broke off before the message went out; it is repeated."));

    /// <summary>A fault of ours after the mark: the message may have gone out.</summary>
    public static SendReport Unknown { get; } = new(null, SmtpFailure.Without(
        null, SmtpStage.Data, FailureClass.Uncertain, FailureReason.OutcomeUnknown,
        "The attempt broke off while the message was going out; ask the recipient or the server's log, then resolve it as sent or resend it."));

    public string? Tls => Transaction?.TlsVersion;

    /// <summary>True where nothing was tried, or a fault of ours broke it off: it says nothing about the server.</summary>
    public bool IsOurs => IsUntried || ReferenceEquals(this, BrokenOff) || ReferenceEquals(this, Unknown);

    /// <summary>True where nothing was tried: nothing is wrong with the email.</summary>
    public bool IsUntried => ReferenceEquals(this, Stopped) || ReferenceEquals(this, NotTried);
}
