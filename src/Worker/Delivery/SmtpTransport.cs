using AgentMail.Core.Emails;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Delivery;

/// <summary>Sends over kept, authenticated connections.</summary>
internal sealed class SmtpTransport(SmtpSessionPool pool) : ITransport
{
    public int Capacity => pool.SignedIn + 1;

    public int Busy => pool.Rented;

    public async Task<SendReport> SendAsync(Envelope envelope, ReadOnlyMemory<byte> rawMime, SendSteps steps, CancellationToken ct)
    {
        var report = await TryAsync(envelope, rawMime, steps, fresh: false, ct);
        return report.Transaction is { StaleConnection: true } ? await TryAsync(envelope, rawMime, steps, fresh: true, ct) : report;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private async Task<SendReport> TryAsync(Envelope envelope, ReadOnlyMemory<byte> rawMime, SendSteps steps, bool fresh, CancellationToken ct)
    {
        var opened = await pool.RentAsync(fresh, ct);
        if (opened.Session is not { } session)
            return opened.Failure is { } failure ? new(null, failure) : SendReport.NotTried;
        try
        {
            if (opened.IsNew)
                await steps.SignedIn(ct);
            return new(await session.SendAsync(envelope, rawMime, steps.EnterData, ct), null);
        }
        finally
        {
            await pool.ReturnAsync(session);
        }
    }
}
