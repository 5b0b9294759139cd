using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>Writes recipients' statuses: one statement where all share an outcome, which is nearly always.</summary>
internal static class RecipientWrites
{
    public static async Task SaveAsync(AgentMailDb db, Email email, CancellationToken ct)
    {
        foreach (var same in email.Recipients.GroupBy(r => (r.Status, r.Smtp)))
        {
            var (status, reply) = same.Key;
            var rows = db.Recipients.Where(r => r.EmailId == email.Id);
            var ordinals = same.Select(r => r.Ordinal).ToList();
            if (ordinals.Count < email.Recipients.Count)
                rows = rows.Where(r => ordinals.Contains(r.Ordinal));
            await rows.ExecuteUpdateAsync(s => s.SetProperty(r => r.Status, status).SetProperty(r => r.Smtp, reply), ct);
        }
    }
}
