using AgentMail.Contracts.Commands;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>
/// What a good test of a stored account does (P4): a slowed lane tries at once, the pause of its lane ends, and its senders take a new version, by which every
/// worker and the sweep know that what was held or remembered before is out of date.
/// </summary>
public sealed class GoodTest(Database database, DueWork due, LaneBell bell, TimeProvider clock)
{
    private const int ReleasedAtOnce = 500;

    /// <summary>Lets go of what waits for the account; false when nothing does.</summary>
    /// <param name="identity">The identity as it is stored, and was tested.</param>
    /// <param name="kind">Whether it is an agent's, a channel's, or the server's own.</param>
    /// <param name="ct">Ends waiting.</param>
    public async Task<bool> ReleaseAsync(SendingIdentity identity, TestSubjectKind kind, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var recovered = IdentityEvents.Recovered(identity, kind, clock.GetUtcNow());
        var released = await database.WriteAsync(
            async (tx, token) =>
            {
                // A pause of a newer version is about settings that were not tested.
                await SlowLanes.HurryAsync(tx.Db, identity.Lane, clock.GetUtcNow(), token);
                var paused = await tx.Db.Lanes.Where(l => l.Key == identity.Lane && l.Pause != null && l.PausedVersion <= identity.AccountVersion)
                    .ExecuteUpdateAsync(s => s.SetProperty(l => l.Pause, (DeliveryError?)null).SetProperty(l => l.RefusedSignIns, 0), token) == 1;
                if (paused)
                    tx.Append(recovered);
                else if (!await tx.Db.Emails.AnyAsync(e => e.TenantId == identity.TenantId && e.Status == EmailStatus.Held && e.Lane == identity.Lane, token))
                    return false;
                await RenewSendersAsync(tx.Db, identity, token);
                return true;
            }, ct);
        if (released)
        {
            await due.ReleaseHeldAsync(ReleasedAtOnce, ct);
            bell.Ring(identity.Lane);
        }
        return released;
    }

    private static async Task RenewSendersAsync(AgentMailDb db, SendingIdentity identity, CancellationToken ct)
    {
        var (tenantId, serverId) = (identity.TenantId, identity.Server.Id);
        await db.Tenants.Where(t => t.Id == tenantId).ExecuteUpdateAsync(s => s.SetProperty(t => t.ConfigCounter, t => t.ConfigCounter + 1), ct);
        var version = await db.Tenants.Where(t => t.Id == tenantId).Select(t => t.ConfigCounter).SingleAsync(ct);
        var agents = db.Agents.Where(a => a.TenantId == tenantId && a.Enabled);
        var channels = db.Channels.Where(c => c.TenantId == tenantId && c.Enabled);
        if (identity.Override)
        {
            agents = agents.Where(a => identity.Kind == SenderKind.Agent && a.Id == identity.Id);
            channels = channels.Where(c => identity.Kind == SenderKind.Channel && c.Id == identity.Id);
        }
        else
        {
            var shared = db.Servers.Where(s => s.TenantId == tenantId && s.Id == serverId);
            agents = agents.Where(a => !a.Override && (a.ServerId == serverId || (a.ServerId == null && shared.Any(s => s.IsDefault))));
            channels = channels.Where(c => !c.Override && (c.ServerId == serverId || (c.ServerId == null && shared.Any(s => s.IsDefault))));
        }
        // The contact centre itself has no version of its own to renew.
        await db.Emails.Where(e => e.Lane == identity.Lane && e.SenderKind == SenderKind.Tenant && e.Status == EmailStatus.Held)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.ConfigVersion, 0L), ct);
        await agents.ExecuteUpdateAsync(s => s.SetProperty(a => a.IdentityVersion, version), ct);
        await channels.ExecuteUpdateAsync(s => s.SetProperty(c => c.IdentityVersion, version), ct);
    }
}
