using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Identities;

/// <summary>Finds what a request's <c>sender</c> and <c>from</c> refer to, and lets <see cref="SenderSelection"/> choose.</summary>
public sealed class SenderLookup(Database database)
{
    /// <summary>Whose identity the request chose.</summary>
    public async Task<SenderSelection> SelectAsync(SendRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = database.Read();
        var agent = request.Sender.AgentId is { } agentId ? await IdentityLoader.ProfiledAsync(db, request.TenantId, agentId, ct) : null;
        var wanted = ChannelIds(agent, request.Sender);
        var channels = wanted.Count == 0
            ? []
            : await db.Channels.Where(c => c.TenantId == request.TenantId && wanted.Contains(c.Id)).ToListAsync(ct);
        return SenderSelection.Choose(request.Sender, request.From, new(agent, channels));
    }

    /// <summary>The channels that a sender may refer to.</summary>
    internal static IReadOnlyCollection<string> ChannelIds(ProfiledAgent? agent, SenderReference sender) =>
        [.. agent?.Agent.Channels ?? [], .. sender.ChannelId is { } channelId ? [channelId] : Array.Empty<string>()];
}
