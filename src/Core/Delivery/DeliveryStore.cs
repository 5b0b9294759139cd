using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The three short writes around a send, each refused under an outdated fence. Nothing is open while SMTP runs.</summary>
public sealed class DeliveryStore(Database database, TimeProvider clock)
{
    /// <summary>The lane's emails that are due, oldest first, with recipients; none once the lease has passed to another worker.</summary>
    public async Task<IReadOnlyList<Email>> DueAsync(LaneLease lease, IReadOnlyCollection<string> except, int limit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Read();
        // In one query: between two, an email may come into the limited set, and it would seem to have no recipients.
        return await db.Emails
            .Where(e => e.Lane == lease.Lane && e.NextActionAt != null && e.NextActionAt <= now && e.Status != EmailStatus.Sending && !except.Contains(e.Id))
            .Where(e => db.Lanes.Any(l => l.Key == lease.Lane && l.Fence == lease.Fence))
            .OrderBy(e => e.NextActionAt).ThenBy(e => e.Id).Take(limit)
            .Include(e => e.Recipients.OrderBy(r => r.Ordinal)).AsSingleQuery().ToListAsync(ct);
    }

    /// <summary>When the lane has something to do next: its next email is due, and it is not slowed; null when it has none.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(string lane, CancellationToken ct)
    {
        await using var db = database.Read();
        var due = await db.Emails.Where(e => e.Lane == lane && e.NextActionAt != null && e.Status != EmailStatus.Sending).MinAsync(e => e.NextActionAt, ct);
        return due is not null && await db.Lanes.Where(l => l.Key == lane).Select(l => l.SlowUntil).SingleOrDefaultAsync(ct) is { } slow && slow > due ? slow : due;
    }

    /// <summary>The frozen message; null when retention has taken it.</summary>
    public async Task<byte[]?> BodyAsync(string emailId, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Bodies.Where(b => b.EmailId == emailId).Select(b => b.RawMime).SingleOrDefaultAsync(ct);
    }

    /// <summary>Write one: the attempt is counted before SMTP. False when the lane, or the email, is no longer ours to send.</summary>
    public Task<bool> BeginAttemptAsync(Email email, LaneLease lease, long configVersion, CancellationToken ct) =>
        BeginAttemptAsync(email, lease, configVersion, isCounted: false, ct);

    /// <summary>The same.</summary>
    /// <param name="email">The email, as it was read.</param>
    /// <param name="lease">The right to send it.</param>
    /// <param name="configVersion">Version of the identity it is sent as.</param>
    /// <param name="isCounted">Whether its mailbox has a limit per minute, which the next holder of the lane has to keep to as well.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<bool> BeginAttemptAsync(Email email, LaneLease lease, long configVersion, bool isCounted, CancellationToken ct)
    {
        var (was, due, attempt, now) = (email.Status, email.NextActionAt, email.Attempt + 1, clock.GetUtcNow());
        if (was == EmailStatus.Scheduled)
            email.MoveTo(EmailStatus.Queued, now, now);
        var queued = was == EmailStatus.Scheduled ? EmailEvents.Of(email, now) : null;
        email.MoveTo(EmailStatus.Sending, now, now);
        (email.Attempt, email.ConfigVersion, email.Fence) = (attempt, configVersion, lease.Fence);
        var begun = EmailEvents.Of(email, now);
        return await database.WriteAsync(
            async (tx, token) =>
            {
                var rows = await Waiting(tx, email.Id, was, due, lease).ExecuteUpdateAsync(s => s
                    .SetProperty(e => e.Status, EmailStatus.Sending).SetProperty(e => e.Attempt, attempt).SetProperty(e => e.ConfigVersion, configVersion)
                    .SetProperty(e => e.Fence, lease.Fence).SetProperty(e => e.EnteredDataAt, (DateTimeOffset?)null), token);
                // A commit whose answer was lost is repeated: what it did the first time is still ours.
                if (rows == 0)
                    return await Owned(tx, email.Id, lease).AnyAsync(e => e.Attempt == attempt, token);
                if (isCounted)
                    tx.Db.LaneSends.Add(new() { Lane = lease.Lane, At = now, EmailId = email.Id });
                if (queued is not null)
                    tx.Append(queued);
                tx.Append(begun);
                return true;
            }, ct);
    }

    /// <summary>Write two, the durable mark: from here on the body may have gone out. False when the email is no longer ours.</summary>
    public Task<bool> EnterDataAsync(Email email, LaneLease lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async (tx, token) => await Owned(tx, email.Id, lease).ExecuteUpdateAsync(s => s.SetProperty(e => e.EnteredDataAt, now), token) == 1, ct);
    }

    /// <summary>Write three: the result, per recipient. False when the email is no longer ours; nothing is written then.</summary>
    public async Task<bool> SettleAsync(Email email, Settlement settlement, LaneLease lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Apply(email, settlement, now);
        List<EventDraft> happened = [EmailEvents.Of(email, now, settlement.Peer)];
        return await database.WriteForSureAsync(
            async (tx, token) =>
            {
                if (await ResendRule.ApplyAsync(tx, email, now, token))
                    happened.Add(EmailEvents.Of(email, now));
                var rows = await Owned(tx, email.Id, lease).ExecuteUpdateAsync(s => s
                    .SetProperty(e => e.Status, email.Status).SetProperty(e => e.NextActionAt, email.NextActionAt).SetProperty(e => e.LastError, email.LastError)
                    .SetProperty(e => e.SentAt, email.SentAt).SetProperty(e => e.SettledAt, email.SettledAt).SetProperty(e => e.Crashes, email.Crashes)
                    .SetProperty(e => e.AttemptsForgiven, email.AttemptsForgiven).SetProperty(e => e.Warnings, email.Warnings), token);
                if (rows == 0)
                    return await tx.Db.Emails.AnyAsync(e => e.Id == email.Id && e.Fence == lease.Fence && e.Attempt == email.Attempt && e.Status == email.Status, token);
                await RecipientWrites.SaveAsync(tx.Db, email, token);
                if (settlement.IsCounted)
                    await LaneSends.EndAsync(tx.Db, lease, email.Id, now, token);
                if (settlement.Pace is { } pace)
                    await SlowLanes.SaveAsync(tx.Db, lease, pace, token);
                happened.ForEach(tx.Append);
                return true;
            }, ct);
    }

    /// <summary>Ends or holds an email for which no attempt is worth making. False when it is no longer ours.</summary>
    public async Task<bool> ParkAsync(Email email, EmailStatus status, DeliveryError why, long configVersion, LaneLease lease, CancellationToken ct)
    {
        var (was, due, now) = (email.Status, email.NextActionAt, clock.GetUtcNow());
        if (was == EmailStatus.Scheduled)
            email.MoveTo(EmailStatus.Queued, now, now);
        (email.LastError, email.ConfigVersion) = (why, configVersion);
        email.MoveTo(status, nextActionAt: null, now);
        var happened = EmailEvents.Of(email, now);
        return await database.WriteAsync(
            async (tx, token) =>
            {
                var rows = await Waiting(tx, email.Id, was, due, lease).ExecuteUpdateAsync(s => s
                    .SetProperty(e => e.Status, status).SetProperty(e => e.NextActionAt, (DateTimeOffset?)null)
                    .SetProperty(e => e.LastError, why).SetProperty(e => e.ConfigVersion, configVersion).SetProperty(e => e.SettledAt, email.SettledAt), token);
                if (rows == 0)
                    return false;
                await RecipientWrites.SaveAsync(tx.Db, email, token);
                tx.Append(happened);
                return true;
            }, ct);
    }

    /// <summary>Hands an email to the lane that its identity takes by now.</summary>
    public Task RerouteAsync(Email email, string lane, string serverId, LaneLease lease, CancellationToken ct) => database.WriteAsync(
        (tx, token) => Waiting(tx, email.Id, email.Status, email.NextActionAt, lease)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Lane, lane).SetProperty(e => e.ServerId, serverId), token), ct);

    // As it was read: a person may have cancelled it since, or put it off to another time.
    private static IQueryable<Email> Waiting(WriteTransaction tx, string emailId, EmailStatus status, DateTimeOffset? due, LaneLease lease)
    {
        var held = tx.Db.Lanes.Where(l => l.Key == lease.Lane && l.Fence == lease.Fence && l.Owner == lease.Worker);
        return tx.Db.Emails.Where(e => e.Id == emailId && e.Status == status && e.NextActionAt == due && held.Any());
    }

    private static IQueryable<Email> Owned(WriteTransaction tx, string emailId, LaneLease lease) =>
        tx.Db.Emails.Where(e => e.Id == emailId && e.Status == EmailStatus.Sending && e.Fence == lease.Fence);

    private static void Apply(Email email, Settlement settlement, DateTimeOffset now)
    {
        email.LastError = settlement.Error;
        if (settlement.IsForgiven)
            email.AttemptsForgiven++;
        foreach (var outcome in settlement.Recipients)
        {
            var recipient = email.Recipients[outcome.Ordinal];
            recipient.MoveTo(outcome.Status, EmailMover.Itself);
            recipient.Smtp = outcome.Reply;
        }
        email.MoveTo(settlement.Status, settlement.NextActionAt, now, EmailMover.Itself, recipients: _ => false);
        if (settlement.Status == EmailStatus.Sent)
            email.SentAt = now;
    }
}
