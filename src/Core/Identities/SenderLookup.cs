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
        var (agentId, channelId) = request.Sender;
        var agent = agentId is null ? null : await IdentityLoader.ProfiledAsync(db, request.TenantId, agentId, ct);
        IReadOnlyCollection<string> wanted = [.. agent?.Agent.Channels ?? [], .. channelId is null ? Array.Empty<string>() : [channelId]];
        var channels = wanted.Count == 0
            ? []
            : await db.Channels.Where(c => c.TenantId == request.TenantId && wanted.Contains(c.Id)).ToListAsync(ct);
        return SenderSelection.Choose(request.Sender, request.From, new(agent, channels));
    }
}
