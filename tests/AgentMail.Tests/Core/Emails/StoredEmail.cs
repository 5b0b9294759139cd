using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Emails;

/// <summary>An email as it lies in the database, from ann through her own account.</summary>
internal static class StoredEmail
{
    public static readonly DateTimeOffset CreatedAt = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly string Lane = LaneKey.Own("acme", "own", SenderKind.Agent, "ann");

    public static Email New(
        EmailStatus status = EmailStatus.Queued, string id = "em_1", string? lane = null, DateTimeOffset? nextActionAt = null, SenderKind kind = SenderKind.Agent,
        string senderId = "ann", long configVersion = 7, DateTimeOffset? createdAt = null, DateTimeOffset? scheduledAt = null, params string[] recipients) => new()
        {
            Id = id,
            TenantId = "acme",
            Status = status,
            SenderKind = kind,
            SenderId = senderId,
            AgentId = "ann",
            SenderAddress = "ann@acme.example",
            ServerId = "own",
            ConfigVersion = configVersion,
            From = "ann@acme.example",
            EnvelopeFrom = "ann@acme.example",
            Subject = "Your case",
            InternetMessageId = "<1@acme.example>",
            SizeBytes = 100,
            Lane = lane ?? Lane,
            NextActionAt = nextActionAt ?? (EmailMoves.IsPending(status) && status != EmailStatus.Held ? createdAt ?? CreatedAt : null),
            CreatedAt = createdAt ?? CreatedAt,
            ScheduledAt = scheduledAt,
            Recipients =
            [
                .. (recipients is [] ? ["bob@example.net"] : recipients).Select((address, i) => new EmailRecipient
                {
                    EmailId = id,
                    Ordinal = i,
                    Field = RecipientField.To,
                    Address = address,
                    AddressKey = address,
                    Status = status,
                }),
            ],
        };

    /// <summary>The same recipient as it stands after something that happened before.</summary>
    public static void Stands(this Email email, int ordinal, EmailStatus status, SmtpReply? smtp = null)
    {
        var was = email.Recipients[ordinal];
        email.Recipients[ordinal] = new()
        {
            EmailId = was.EmailId,
            Ordinal = ordinal,
            Field = was.Field,
            Address = was.Address,
            AddressKey = was.AddressKey,
            Status = status,
            Smtp = smtp,
        };
    }
}
