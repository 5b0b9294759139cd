using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Secrets;

/// <summary>Names what a secret is sealed for. A sealed secret copied to another owner does not open.</summary>
public static class SecretOwners
{
    public static string Server(string id) => "server:" + id;

    public static string Webhook(string id) => "webhook:" + id;

    public static string Agent(string id) => Sender(SenderKind.Agent, id);

    public static string Channel(string id) => Sender(SenderKind.Channel, id);

    public static string Sender(SenderKind kind, string id) => $"{WireEnum<SenderKind>.Name(kind)}:{id}";
}
