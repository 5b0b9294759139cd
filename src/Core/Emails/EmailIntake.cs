using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Emails;

/// <summary>Accepts send requests. When it says accepted, the message is on disk and will be sent or end in a state a person can see.</summary>
public sealed class EmailIntake(
    Database database, EmailPlanner planner, IdempotencyRecords records, LaneBell bell, AgentMailMetrics metrics, TimeProvider clock)
{
    /// <summary>Replays, plans, stores, rings.</summary>
    /// <exception cref="DatabaseUnavailableException">It is not known whether anything was accepted; a repeat with the same claim is safe.</exception>
    public async Task<IntakeResult> AcceptAsync(SendRequest request, IdempotencyClaim? claim, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (claim is not null && await records.FindAsync(request.TenantId, claim, ct) is { } earlier)
            return earlier;
        var now = clock.GetUtcNow();
        var plan = await planner.PlanAsync(request, now, ct);
        if (plan.Problems is [var problem, ..])
            return problem;
        return await StoreAsync(EmailRow.Of(plan, now), plan.Message!.RawMime, claim, now, ct);
    }

    private async Task<bool> IsStoredAsync(string emailId, CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Emails.AnyAsync(e => e.Id == emailId, ct);
    }

    private async Task<IntakeResult> StoreAsync(Email email, byte[] rawMime, IdempotencyClaim? claim, DateTimeOffset now, CancellationToken ct)
    {
        var queued = EmailEvents.Of(email, now);
        try
        {
            await database.WriteAsync(
                (tx, _) =>
                {
                    AcceptedEmail.Add(tx, email, rawMime, claim, queued);
                    return Task.CompletedTask;
                }, ct);
        }
        catch (Exception error) when (database.IsDuplicateKey(error))
        {
            // Either a repeated commit whose first answer was lost, or an equal request that was quicker by less than a commit.
            if (!await IsStoredAsync(email.Id, ct))
                return await records.FindAsync(email.TenantId, claim!, ct) ?? IntakeRefusals.InProgress();
        }
        metrics.Accepted();
        if (email.Status == EmailStatus.Queued)
            bell.Ring(email.Lane);
        return new IntakeResult.Accepted(email, Replayed: false);
    }
}
