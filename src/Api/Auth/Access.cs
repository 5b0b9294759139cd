using AgentMail.Core.Json;
using AgentMail.Core.Tenants;

namespace AgentMail.Api.Auth;

/// <summary>Who may call a route. Readable as metadata, so that the OpenAPI document and the tests say what the code does.</summary>
internal abstract record Access
{
    private Access()
    {
    }

    /// <summary>Holders of an API key of one of these roles.</summary>
    public sealed record ByRole(IReadOnlyList<Role> Roles) : Access
    {
        public override string ToString() => string.Join(", ", Roles.Select(WireEnum<Role>.Name));
    }

    /// <summary>Whoever runs the installation.</summary>
    public sealed record ByOperator : Access
    {
        public override string ToString() => "operator";
    }
}

internal static class AccessConventions
{
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Access.ByRole(roles));

    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new Access.ByOperator());
}
