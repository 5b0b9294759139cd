using AgentMail.Core.Tenants;

namespace AgentMail.Api.Sessions;

/// <summary>A key to sign a browser in with.</summary>
internal sealed class SessionRequest
{
    /// <summary>An API key of any role; <c>monitor</c> and <c>admin</c> see everything that /monitor shows.</summary>
    public required string Key { get; init; }
}

/// <summary>Who is signed in.</summary>
/// <param name="TenantId">The contact centre.</param>
/// <param name="Role">What the key may do.</param>
/// <param name="AgentId">The agent it is bound to.</param>
internal sealed record SessionView(string TenantId, Role Role, string? AgentId);

internal static class SessionExamples
{
    public const string SignIn = """{ "key": "amk_…" }""";
}
