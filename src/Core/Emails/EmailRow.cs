
using AgentMail.Core.Telemetry;

namespace AgentMail.Core.Emails;

/// <summary>Makes the row of an email that is about to be accepted.</summary>
internal static class EmailRow
{
    /// <summary>The row of a plan that nothing stands against.</summary>
    public static Email Of(EmailPlan plan, DateTimeOffset now)
    {
        var (request, sender, identity, composed) = (plan.Request, plan.Sender!, plan.Identity!, plan.Message!);
        var id = EmailId.New(now);
        var scheduled = request.ScheduledAt > now;
        var status = scheduled ? EmailStatus.Scheduled : EmailStatus.Queued;
        return new()
        {
            Id = id,
            TenantId = request.TenantId,
            Status = status,
            SenderKind = sender.Kind,
            SenderId = sender.Id,
            AgentId = sender.AgentId,
            SenderAddress = identity.Address,
            ServerId = identity.Server.Id,
            ConfigVersion = identity.Version,
            From = identity.From,
            EnvelopeFrom = composed.Envelope.Sender,
            Subject = composed.Subject,
            InternetMessageId = composed.MessageId,
            SizeBytes = composed.SizeBytes,
            Recipients = Recipients(id, plan.Draft, composed.Envelope, status),
            Metadata = new(plan.Draft.Metadata),
            Tags = [.. plan.Draft.Tags],
            Warnings = [.. identity.Warnings],
            Lane = identity.Lane,
            NextActionAt = scheduled ? request.ScheduledAt : now,
            CreatedAt = now,
            TraceParent = Tracing.Parent,
            ScheduledAt = scheduled ? request.ScheduledAt : null,
        };
    }

    private static List<EmailRecipient> Recipients(string emailId, EmailDraft draft, Envelope envelope, EmailStatus status)
    {
        var named = draft.To.Select(m => (Mailbox: m, Field: RecipientField.To))
            .Concat(draft.Cc.Select(m => (Mailbox: m, Field: RecipientField.Cc)))
            .Concat(draft.Bcc.Select(m => (Mailbox: m, Field: RecipientField.Bcc)))
            .DistinctBy(m => m.Mailbox.Address)
            .ToDictionary(m => m.Mailbox.Address.WireValue, StringComparer.Ordinal);
        return [.. envelope.Recipients.Select((address, i) => new EmailRecipient
        {
            EmailId = emailId,
            Ordinal = i,
            Field = named[address].Field,
            Name = named[address].Mailbox.Name,
            Address = address,
            AddressKey = named[address].Mailbox.Address.Key,
            Status = status,
        })];
    }
}
