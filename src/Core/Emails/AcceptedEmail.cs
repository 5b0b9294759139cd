using AgentMail.Core.Events;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Emails;

/// <summary>What makes an email accepted: all of it in one commit.</summary>
internal static class AcceptedEmail
{
    public static void Add(WriteTransaction tx, Email email, byte[] rawMime, IdempotencyClaim? claim, EventDraft queued)
    {
        tx.Db.Emails.Add(email);
        tx.Db.Bodies.Add(new() { EmailId = email.Id, RawMime = rawMime });
        if (claim is not null)
            tx.Db.IdempotencyRecords.Add(IdempotencyRecords.New(email, claim));
        tx.Append(queued);
    }
}
