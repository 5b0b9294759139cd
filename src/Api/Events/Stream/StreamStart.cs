using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Events.Stream;

/// <summary>Where a stream begins, and what its client should know about that.</summary>
/// <param name="After">The number it goes on from.</param>
/// <param name="Remark">Told as a comment; null = the client has what it asked for.</param>
internal sealed record StreamStart(long After, string? Remark = null)
{
    public static async Task<StreamStart> OfAsync(AgentMailDb db, string tenantId, long? asked, long end, DateTimeOffset now, CancellationToken ct)
    {
        if (asked is not { } after)
            return new(end);
        // The log was longer once: the database has been restored, and these ids are given to other events.
        if (after > end)
            return new(end, $"reset: {EventId.Format(after)} is beyond the end of the log; going on from now. Read the present state over REST.");
        return await MayBeRemovedAsync(db, tenantId, after, now, ct)
            ? new(after, $"gap: retention may have removed events after {EventId.Format(after)}; going on from the oldest that is kept. Read the present state over REST.")
            : new(after);
    }

    // Retention leaves a tenant's log from some number on: while an older one than the client's is kept, so is all after it.
    private static async Task<bool> MayBeRemovedAsync(AgentMailDb db, string tenantId, long after, DateTimeOffset now, CancellationToken ct)
    {
        var log = db.Events.Where(e => e.TenantId == tenantId);
        if (await log.OrderBy(e => e.Number).Select(e => (long?)e.Number).FirstOrDefaultAsync(ct) is { } oldest && oldest <= after)
            return false;
        var tenant = await db.Tenants.Where(t => t.Id == tenantId).Select(t => new { t.CreatedAt, t.EventDays }).SingleOrDefaultAsync(ct);
        return tenant is not null && tenant.CreatedAt < now.AddDays(-tenant.EventDays);
    }
}
