using System.Text.Json;
using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Json;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Configuration;

/// <summary>The <c>data</c> of configuration events: what changed and to which version, never its content.</summary>
internal static class ConfigurationEvents
{
    public static string Server(OutboundServer server) => Json(new { serverId = server.Id, version = server.Version });

    public static string Channel(Channel channel) => Json(new { channelId = channel.Id, version = channel.Version });

    public static string Profile(AgentProfile profile) => Json(new { agentId = profile.AgentId, version = profile.Version });

    private static string Json<T>(T data) => JsonSerializer.Serialize(data, AgentMailJson.Options);
}
