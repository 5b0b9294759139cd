using System.Globalization;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Delivery;

/// <summary>The accounts of a tenant whose mail is held or waits now, for those who can mend them and those who write through them (P4).</summary>
public sealed class AccountWarnings
{
    /// <summary>Code of the warning that mail is held until somebody mends the account.</summary>
    public const string PausedCode = "account_paused";

    /// <summary>Code of the warning that mail waits for a while.</summary>
    public const string SlowedCode = "account_slowed";

    private readonly Dictionary<string, LaneRow> _lanes;

    private AccountWarnings(Dictionary<string, LaneRow> lanes) => _lanes = lanes;

    /// <summary>Reads them.</summary>
    public static async Task<AccountWarnings> OfAsync(AgentMailDb db, string tenantId, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.Lanes.AsNoTracking().Where(l => l.TenantId == tenantId && (l.Pause != null || l.SlowUntil > now)).ToListAsync(ct);
        return new(rows.ToDictionary(l => l.Key));
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

    private EmailWarning? Of(string lane, long version) => !_lanes.TryGetValue(lane, out var row) ? null
        : row.Pause is { } pause && version <= row.PausedVersion ? Paused(pause)
        : row is { Slow: { } slow, SlowUntil: { } until } ? Slowed(slow, until)
        : null;

    private static EmailWarning Paused(DeliveryError why) => new(
        PausedCode, $"Mail of this account is held, because the server refused it. {why.Hint} The mail goes out by itself once that is saved, or after a test email with what is stored.");

    private static EmailWarning Slowed(DeliveryError why, DateTimeOffset until)
    {
        var time = until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var words = why.Reply is { } reply ? $" It said: {reply}" : "";
        return new(SlowedCode, $"Mail of this account waits until {time} and then goes on by itself. {why.Hint}{words}");
    }
}
