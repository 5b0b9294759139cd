using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Configuration;

/// <summary>What applying one change may use and must report.</summary>
/// <param name="transaction">The transaction it happens in; the tenant's row is locked.</param>
/// <param name="tenantId">Whose configuration.</param>
/// <param name="version">Version that the changed resource takes.</param>
/// <param name="now">Time of the change.</param>
internal sealed class ChangeContext(WriteTransaction transaction, string tenantId, long version, DateTimeOffset now)
{
    private readonly List<(SenderKind Kind, string Id)> _changedSenders = [];

    public AgentMailDb Db => transaction.Db;

    public WriteTransaction Transaction => transaction;

    public string TenantId => tenantId;

    public long Version => version;

    public DateTimeOffset Now => now;

    /// <summary>Senders whose identity should be put in the cache before anyone asks.</summary>
    public IReadOnlyList<(SenderKind Kind, string Id)> ChangedSenders => _changedSenders;

    public void SenderChanged(SenderKind kind, string id) => _changedSenders.Add((kind, id));

    public void Append(string type, string data, string? agentId = null, string? channelId = null) =>
        transaction.Append(new EventDraft(tenantId, type, now, data, AgentId: agentId, ChannelId: channelId));
}
