using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Messaging;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>One attempt at one email, as a flat list of steps. Expected outcomes are written as statuses; nothing is thrown for them.</summary>
internal sealed class EmailDelivery(
    IdentityCache identities, DeliveryStore store, LaneBell bell, IOptions<RetryOptions> retry, AgentMailMetrics metrics, TimeProvider clock, ILogger<EmailDelivery> log)
{
    /// <summary>Resolves, checks, begins, sends, settles.</summary>
    /// <param name="email">A due email of the lane, with recipients.</param>
    /// <param name="lease">The right to send it.</param>
    /// <param name="account">The lane's account.</param>
    /// <param name="ct">Breaks a running conversation off.</param>
    /// <returns>Whether an attempt was begun.</returns>
    public async Task<bool> DeliverAsync(Email email, LaneLease lease, LaneAccount account, CancellationToken ct)
    {
        using var span = Tracing.Attempt(email);
        var began = await AttemptAsync(email, lease, account, ct);
        span.Ended(email.Status, email.LastError);
        return began;
    }

    private async Task<bool> AttemptAsync(Email email, LaneLease lease, LaneAccount account, CancellationToken ct)
    {
        if (await ResolveAsync(email, lease, ct) is not { } identity)
            return false;
        if (await account.PauseOfAsync(identity, ct) is { } pause)
        {
            await store.ParkAsync(email, EmailStatus.Held, pause, identity.Version, lease, ct);
            return false;
        }
        if (await OpenAsync(email, identity, lease, account, ct) is not { } transport)
            return false;
        if (await BodyAsync(email, identity, lease, ct) is not { } body)
            return false;
        if (!await store.BeginAttemptAsync(email, lease, identity.Version, identity.Limits.MessagesPerMinute is not null, ct))
            return false;
        var beganAt = clock.GetUtcNow();
        var tried = email.Recipients.Where(r => EmailMoves.IsPending(r.Status)).ToList();
        var envelope = new Envelope(email.EnvelopeFrom, [.. tried.Select(r => r.Address)]);
        var startedAt = clock.GetTimestamp();
        var report = await SendAsync(transport, envelope, body, email, identity, lease, account, ct);
        var status = await SettleAsync(email, tried, identity, lease, account, report, beganAt);
        metrics.Attempted(status, clock.GetElapsedTime(startedAt));
        return true;
    }

    private async Task<SendingIdentity?> ResolveAsync(Email email, LaneLease lease, CancellationToken ct)
    {
        var resolution = await identities.ResolveAsync(email.TenantId, email.SenderKind, email.SenderId, ct);
        if (IdentityCheck.Of(email, resolution) is { } verdict)
        {
            // Held for the version that was refused: a later one releases it, and this one does not.
            var version = resolution is IdentityResolution.Refused refused ? Math.Max(refused.Version, email.ConfigVersion) : email.ConfigVersion;
            await store.ParkAsync(email, verdict.Status, verdict.Why, version, lease, ct);
            return null;
        }
        var identity = ((IdentityResolution.Resolved)resolution).Identity;
        if (identity.Lane == email.Lane)
            return identity;
        await store.RerouteAsync(email, identity.Lane, identity.Server.Id, lease, ct);
        bell.Ring(identity.Lane);
        return null;
    }

    private async Task<ITransport?> OpenAsync(Email email, SendingIdentity identity, LaneLease lease, LaneAccount account, CancellationToken ct)
    {
        var (transport, error) = await account.OpenAsync(identity, ct);
        if (error is not null)
            await store.ParkAsync(email, EmailStatus.Held, error, identity.Version, lease, ct);
        return transport;
    }

    private async Task<byte[]?> BodyAsync(Email email, SendingIdentity identity, LaneLease lease, CancellationToken ct)
    {
        var body = await store.BodyAsync(email.Id, ct);
        if (body is null)
            await store.ParkAsync(email, EmailStatus.Failed, IdentityCheck.BodyGone, identity.Version, lease, ct);
        return body;
    }

    /// <summary>An attempt that breaks off by an exception has a result too: what the mark says.</summary>
    private async Task<SendReport> SendAsync(
        ITransport transport, Envelope envelope, byte[] body, Email email, SendingIdentity identity, LaneLease lease, LaneAccount account, CancellationToken ct)
    {
        using var span = Tracing.Smtp(identity.Server);
        var marked = false;
        var steps = new SendSteps(
            token => new(account.SignedInAsync(identity, token)),
            async token => marked = await store.EnterDataAsync(email, lease, token));
        try
        {
            var report = await transport.SendAsync(envelope, body, steps, ct);
            span.Failed((report.NotOpened ?? report.Transaction?.Failure)?.Error);
            return report;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return SendReport.Stopped;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogError(error, "Email {EmailId} on {Lane}: the attempt broke off", email.Id, lease.Lane);
            return marked ? SendReport.Unknown : SendReport.BrokenOff;
        }
    }

    private async Task<EmailStatus> SettleAsync(
        Email email, List<EmailRecipient> tried, SendingIdentity identity, LaneLease lease, LaneAccount account, SendReport report, DateTimeOffset beganAt)
    {
        // Whatever stops this worker, a result that is known is written down.
        var ct = CancellationToken.None;
        if (report.Transaction is { Outcome: Smtp.SmtpOutcome.Fenced })
            return email.Status;
        var settlement = await DecideAsync(email, tried, identity, account, report, beganAt, ct) with { IsCounted = identity.Limits.MessagesPerMinute is not null };
        if (settlement.Status == EmailStatus.Held && settlement.Error is { } why)
            await account.PauseAsync(identity, why, ct);
        var settled = await store.SettleAsync(email, settlement, lease, ct);
        if (settlement.Pace?.To is { } slowness)
            log.LogWarning("Lane {Lane} waits until {Until}: {Reason} {Code}", lease.Lane, slowness.Until, slowness.Why.Reason, slowness.Why.Reply?.Code);
        if (!settled)
            log.LogWarning("Email {EmailId} attempt {Attempt} on {Lane}: {Status} is not written, another worker holds the lane", email.Id, email.Attempt, lease.Lane, settlement.Status);
        return settlement.Status;
    }

    private async Task<Settlement> DecideAsync(
        Email email, List<EmailRecipient> tried, SendingIdentity identity, LaneAccount account, SendReport report, DateTimeOffset beganAt, CancellationToken ct)
    {
        if (report.IsUntried)
            return SettlementPolicy.BackInQueue(tried, clock.GetUtcNow());
        var refused = report.NotOpened is { Reason: FailureReason.CredentialsRefused } ? await account.RefusedAsync(ct) : 0;
        var (slowness, change) = account.Brake.Hear(LaneSignal.Of(report, refused), beganAt, DeliveryDice.Roll());
        var policy = new SettlementPolicy(retry.Value, clock.GetUtcNow(), DeliveryDice.Roll(), slowness?.Until);
        var peer = new SmtpPeer(identity.Server.Host ?? identity.Server.Id, report.Tls);
        var settlement = report.Transaction is { } transaction
            ? policy.Decide(email, tried, transaction, peer)
            : policy.Decide(email, tried, report.NotOpened!, refused, peer);
        return settlement with { Pace = change };
    }
}
