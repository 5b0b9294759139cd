using AgentMail.Core.Tenants;

namespace AgentMail.Api.ApiKeys;

/// <summary>A key to create.</summary>
internal sealed class ApiKeyRequest
{
    /// <summary>Shown name: who uses the key.</summary>
    public required string Name { get; init; }

    /// <summary><c>admin</c>, <c>sender</c>, <c>agent</c> or <c>monitor</c>.</summary>
    public required Role Role { get; init; }

    /// <summary>The agent that a key of role <c>agent</c> is bound to; not for other roles.</summary>
    public string? AgentId { get; init; }

    /// <summary>When the key stops working; null = never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A key, without its text.</summary>
/// <param name="Id">Names it for deletion.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="AgentId">The agent it is bound to.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it stops working; null = never.</param>
internal sealed record ApiKeyView(string Id, string Name, Role Role, string? AgentId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public static ApiKeyView Of(ApiKey key) => new(key.Id, key.Name, key.Role, key.AgentId, key.CreatedAt, key.ExpiresAt);
}

/// <summary>A key that was just created.</summary>
/// <param name="Id">Names it for deletion.</param>
/// <param name="Key">What callers send; shown this once.</param>
/// <param name="Name">Who uses it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="AgentId">The agent it is bound to.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">When it stops working; null = never.</param>
internal sealed record CreatedApiKeyView(string Id, string Key, string Name, Role Role, string? AgentId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public static CreatedApiKeyView Of(ApiKey key, string token) => new(key.Id, token, key.Name, key.Role, key.AgentId, key.CreatedAt, key.ExpiresAt);
}

internal static class ApiKeyExamples
{
    public const string Create = """{ "name": "CRM", "role": "sender" }""";
}
