using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The accounts of a tenant whose mail is held now, for those who can mend them and those who write through them (P4).</summary>
public sealed class AccountPauses
{
    /// <summary>Code of the warning.</summary>
    public const string Code = "account_paused";

    private readonly Dictionary<string, LanePause> _pauses;

    private AccountPauses(Dictionary<string, LanePause> pauses) => _pauses = pauses;

    /// <summary>Reads them.</summary>
    public static async Task<AccountPauses> OfAsync(AgentMailDb db, string tenantId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.Lanes.AsNoTracking().Where(l => l.TenantId == tenantId && l.Pause != null).ToListAsync(ct);
        return new(rows.ToDictionary(l => l.Key, l => new LanePause(l.Pause!, l.PausedVersion)));
    }

    /// <summary>The warning for mail of this identity; null while its account runs.</summary>
    public EmailWarning? Of(SendingIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return Of(identity.Lane, identity.AccountVersion);
    }

    /// <summary>The same where the identity signs in with credentials of its own, so that its owner can mend it.</summary>
    public EmailWarning? OfOwn(IdentityResolution resolution) =>
        resolution is IdentityResolution.Resolved { Identity: { Override: true } identity } ? Of(identity) : null;

    /// <summary>The warning for the server's shared account.</summary>
    public EmailWarning? OfShared(OutboundServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return Of(LaneKey.Shared(server.TenantId, server.Id), server.Version);
    }

    private EmailWarning? Of(string lane, long version) => _pauses.TryGetValue(lane, out var pause) && version <= pause.Version
        ? new(Code, $"Mail of this account is held, because the server refused it. {pause.Why.Hint} The mail goes out by itself once that is saved, or after a test email with what is stored.")
        : null;
}
