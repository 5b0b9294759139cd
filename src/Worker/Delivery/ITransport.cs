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
    public string? Tls => Transaction?.TlsVersion;

    public bool SignedIn => Transaction is not null;
}
