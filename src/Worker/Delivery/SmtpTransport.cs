using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>Sends over kept, authenticated connections.</summary>
internal sealed class SmtpTransport(SmtpSessionPool pool) : ITransport
{
    public async Task<SendReport> SendAsync(
        Envelope envelope, ReadOnlyMemory<byte> rawMime, Func<CancellationToken, ValueTask<bool>> enterData, CancellationToken ct)
    {
        var report = await TryAsync(envelope, rawMime, enterData, fresh: false, ct);
        return report.Transaction is { StaleConnection: true } ? await TryAsync(envelope, rawMime, enterData, fresh: true, ct) : report;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private async Task<SendReport> TryAsync(
        Envelope envelope, ReadOnlyMemory<byte> rawMime, Func<CancellationToken, ValueTask<bool>> enterData, bool fresh, CancellationToken ct)
    {
        var opened = await pool.RentAsync(fresh, ct);
        if (opened.Session is not { } session)
            return new(null, opened.Failure);
        try
        {
            return new(await session.SendAsync(envelope, rawMime, enterData, ct), null);
        }
        finally
        {
            await pool.ReturnAsync(session);
        }
    }
}
