using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>What takes a message out of the house.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>Sends one message in one transaction.</summary>
    /// <param name="envelope">Who gets it.</param>
    /// <param name="rawMime">The frozen bytes.</param>
    /// <param name="enterData">The durable mark: awaited before the first byte of the body; false stops the transaction there.</param>
    /// <param name="ct">Breaks the conversation off.</param>
    Task<SendReport> SendAsync(Envelope envelope, ReadOnlyMemory<byte> rawMime, Func<CancellationToken, ValueTask<bool>> enterData, CancellationToken ct);
}

/// <summary>A transaction, or why none was begun.</summary>
/// <param name="Transaction">Null when no session could be opened.</param>
/// <param name="NotOpened">Null when there was a session.</param>
internal sealed record SendReport(SmtpTransaction? Transaction, SmtpFailure? NotOpened)
{
    /// <summary>The worker was told to stop before the message could have been accepted.</summary>
    public static SendReport Stopped { get; } = new(null, SmtpFailure.Broken(SmtpStage.Connect, "The worker stopped; another one takes over."));

    /// <summary>A fault of ours before the mark: no byte of the body went out.</summary>
    public static SendReport BrokenOff { get; } = new(null, SmtpFailure.Broken(SmtpStage.Connect, "The attempt broke off before the message went out; it is repeated."));

    /// <summary>A fault of ours after the mark: the message may have gone out.</summary>
    public static SendReport Unknown { get; } = new(null, SmtpFailure.Without(
        null, SmtpStage.Data, FailureClass.Uncertain, FailureReason.OutcomeUnknown,
        "The attempt broke off while the message was going out; ask the recipient or the server's log, then resolve it as sent or resend it."));

    public string? Tls => Transaction?.TlsVersion;

    public bool SignedIn => Transaction is not null;
}
