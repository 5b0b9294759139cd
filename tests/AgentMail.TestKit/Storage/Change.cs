using AgentMail.Contracts.Commands;

namespace AgentMail.TestKit.Storage;

/// <summary>Configuration changes in few words: what a test does not name has the value that most of them want.</summary>
public static class Change
{
    public static SaveServer Server(
        string id, string host = "127.0.0.1", int port = 2525, string security = "none", string authentication = "password", string? username = "relay@acme.example",
        SecretChange? password = null, string fromAddress = "relay@acme.example", string[]? allowedFrom = null, bool isDefault = false, LimitsData? limits = null,
        string kind = "smtp", long? expected = null) => new(
            id, id, kind, host, port, security, authentication, username, password ?? SecretChange.Keep, fromAddress, allowedFrom ?? [], isDefault,
            limits ?? new(null, null, null), null, expected);

    public static SaveChannel Channel(
        string id, string? address = null, bool enabled = true, string? serverId = null, bool @override = false, string? userId = null, SecretChange? password = null,
        LimitsData? limits = null, string? defaultSignatureId = null, long? expected = null) => new(
            id, id, address ?? id + "@acme.example", null, enabled, serverId, @override, userId, password ?? SecretChange.Keep, limits, defaultSignatureId, expected);

    public static SaveAgent Agent(
        string id, bool enabled = true, string[]? channels = null, string? serverId = null, bool @override = false, LimitsData? limits = null, long? expected = null) =>
        new(id, id, enabled, channels ?? [], serverId, @override, limits, expected);

    public static SaveProfile Profile(
        string agentId, string? workplaceEmail = null, string? userId = null, SecretChange? password = null, string? defaultSignatureId = null,
        string defaultFrom = "agent", string? dateFormat = null, string? sound = null, long? expected = null) => new(
            agentId, workplaceEmail ?? agentId + "@acme.example", userId, password ?? SecretChange.Keep, dateFormat, defaultSignatureId, defaultFrom, sound, expected);

    public static SaveSignature Signature(string ownerKind, string ownerId, string id, string html = "<p>Regards</p>", long? expected = null) =>
        new(ownerKind, ownerId, id, id, html, "Regards", expected);

    public static RemoveSignature NoSignature(string ownerKind, string ownerId, string id, long? expected = null) => new(ownerKind, ownerId, id, expected);

    public static SaveWebhook Webhook(
        string id, string url = "https://crm.example.com/hooks", string[]? types = null, bool enabled = true, string? secret = "sealed", long? expected = null) =>
        new(id, url, types ?? ["email.*"], enabled, secret, expected);

    public static SaveTenant Tenant(string name, string uncertain = "hold", long? expected = null) =>
        new(name, "dd/MM/yyyy", "Europe/Berlin", "desk@acme.example", true, uncertain, 7, 8, expected);
}
