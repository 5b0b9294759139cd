using AgentMail.Core.Identities;
using AgentMail.Core.Messaging;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Validation;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Emails;

/// <summary>Accepts send requests. When it says accepted, the message is on disk and will be sent or end in a state a person can see.</summary>
public sealed class EmailIntake(
    Database database, SenderLookup senders, IdentityCache identities, SignatureLookup signatures, IdempotencyRecords records, LaneBell bell, AgentMailMetrics metrics,
    TimeProvider clock)
{
    /// <summary>Replays, chooses, resolves, composes, stores, rings.</summary>
    /// <exception cref="DatabaseUnavailableException">Nothing was accepted.</exception>
    public async Task<IntakeResult> AcceptAsync(SendRequest request, IdempotencyClaim? claim, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (EmailSize.Check(EmailSize.LowerBound(request.Draft), EmailLimits.MaxMessageBytes) is { } hopeless)
            return IntakeRefusals.TooLarge(hopeless);

        if (claim is not null && await records.FindAsync(request.TenantId, claim, ct) is { } earlier)
            return earlier;

        var selection = await senders.SelectAsync(request, ct);
        if (selection is not SenderSelection.Chosen sender)
            return IntakeRefusals.From((SenderSelection.Refused)selection);

        var resolution = await identities.ResolveAsync(request.TenantId, sender.Kind, sender.Id, sender.Version, ct);
        if (resolution is not IdentityResolution.Resolved { Identity: var identity })
            return IntakeRefusals.From((IdentityResolution.Refused)resolution);

        var signature = await signatures.FindAsync(request, sender, ct);
        if (signature.Missing is { } missing)
            return IntakeRefusals.Invalid("/signatureId", FieldCodes.NotFound, missing);

        var now = clock.GetUtcNow();
        var composed = EmailComposer.Compose(
            request.Draft, EmailSender.HeaderOf(identity), signature.Content, InternetMessageId.New(EmailSender.AddressOf(identity)), now);
        if (EmailSize.Check(composed.SizeBytes, identity.Limits.MaxMessageBytes ?? EmailLimits.MaxMessageBytes) is { } tooLarge)
            return IntakeRefusals.TooLarge(tooLarge);

        var email = EmailRow.Of(request, sender, identity, composed, now);
        return await StoreAsync(email, composed.RawMime, claim, now, ct);
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
                    tx.Db.Emails.Add(email);
                    tx.Db.Bodies.Add(new() { EmailId = email.Id, RawMime = rawMime });
                    if (claim is not null)
                        tx.Db.IdempotencyRecords.Add(IdempotencyRecords.New(email, claim));
                    tx.Append(queued);
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
