using AgentMail.Contracts.Commands;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>Limits as commands carry them, to limits as the domain knows them.</summary>
internal static class Limits
{
    public static ServerLimits? From(LimitsData? data) =>
        data is null ? null : new(data.MaxConnections, data.MessagesPerMinute, data.MaxMessageBytes);
}
