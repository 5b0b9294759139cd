using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Notices;

/// <summary>Makes of an event the notice that tells of it.</summary>
public sealed class NoticeWriter(Database database, NoticeIntake intake, NoticeTemplates templates, TimeProvider clock)
{
    private static readonly string Failed = EventTypes.Email(EmailStatus.Failed);

    /// <summary>Tells whoever must know of this event; most events concern nobody.</summary>
    public async Task TellAsync(EventRow row, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(row);
        var isFailure = row.Type == Failed;
        if (!isFailure && row.Type != EventTypes.IdentityPaused)
            return;
        var notice = isFailure ? await FailureAsync(row, ct) : await PauseAsync(row, ct);
        if (notice is not null)
            await intake.AcceptAsync(notice, ct);
    }

    private async Task<Notice?> FailureAsync(EventRow row, CancellationToken ct)
    {
        await using var db = database.Read();
        var email = await db.Emails.Include(e => e.Recipients.OrderBy(r => r.Ordinal)).SingleOrDefaultAsync(e => e.Id == row.EmailId, ct);
        // Taken up again meanwhile, or gone with its tenant.
        if (email is not { Status: EmailStatus.Failed })
            return null;
        var about = new NoticeSubject(NoticeKind.Failure, email.SenderKind, email.SenderId, email.ServerId, OwnAccount: false, email.AgentId);
        return await WriteAsync(db, row, about, NoticeValues.Of(email), lane: null, ct);
    }

    private async Task<Notice?> PauseAsync(EventRow row, CancellationToken ct)
    {
        var paused = JsonSerializer.Deserialize<IdentityPausedData>(row.Data, StoredJson.Options)!;
        var sender = paused.Sender;
        var kind = WireEnum<SenderKind>.Parse(sender.Kind);
        await using var db = database.Read();
        var about = new NoticeSubject(NoticeKind.Pause, kind, sender.Id, sender.ServerId, paused.Override, kind == SenderKind.Agent ? sender.Id : null);
        var lane = paused.Override ? LaneKey.Own(row.TenantId, sender.ServerId, kind, sender.Id) : LaneKey.Shared(row.TenantId, sender.ServerId);
        return await WriteAsync(db, row, about, NoticeValues.Of(paused, row.Timestamp), lane, ct);
    }

    private async Task<Notice?> WriteAsync(
        AgentMailDb db, EventRow row, NoticeSubject about, Dictionary<string, JsonElement> variables, string? lane, CancellationToken ct)
    {
        var tenant = await db.Tenants.SingleOrDefaultAsync(t => t.Id == row.TenantId, ct);
        if (tenant is not { FailureNotices: true })
            return null;
        var server = await db.Servers.SingleOrDefaultAsync(s => s.TenantId == row.TenantId && s.Id == about.ServerId, ct);
        var agent = about.AgentId is { } agentId ? await IdentityLoader.ProfiledAsync(db, row.TenantId, agentId, ct) : null;
        var channel = about.Sender == SenderKind.Channel ? await db.Channels.SingleOrDefaultAsync(c => c.TenantId == row.TenantId && c.Id == about.SenderId, ct) : null;
        var to = NoticePolicy.RecipientOf(new()
        {
            Kind = about.Kind,
            Sender = about.Sender,
            OwnAccount = about.OwnAccount,
            OnDefaultServer = server is { IsDefault: true },
            Enabled = tenant.FailureNotices,
            WorkplaceEmail = agent?.Profile.WorkplaceEmail,
            ContactAddress = tenant.ContactAddress,
        });
        if (to is null)
            return null;
        variables["server"] = JsonSerializer.SerializeToElement(new { id = about.ServerId, name = server?.Name ?? about.ServerId }, AgentMailJson.Options);
        var values = LiquidValues.Of(tenant, agent?.Agent, agent?.Profile, channel, clock.GetUtcNow()) with { Variables = variables };
        var (subject, html) = await templates.RenderAsync(db, tenant.Id, about.Kind, values, ct);
        return new(tenant.Id, EventId.Format(row.Number), to, subject, html, lane);
    }

    /// <summary>Whom and what an event is about.</summary>
    private sealed record NoticeSubject(NoticeKind Kind, SenderKind Sender, string SenderId, string ServerId, bool OwnAccount, string? AgentId);
}
