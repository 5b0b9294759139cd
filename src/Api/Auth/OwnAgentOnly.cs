namespace AgentMail.Api.Auth;

/// <summary>Marks routes below <c>/v1/agents/{id}</c> where a key of role agent is kept to the agent it is bound to.</summary>
internal sealed record OwnAgentOnly
{
    public const string RouteParameter = "id";
}

internal static class OwnAgentConvention
{
    public static TBuilder RequireOwnAgent<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new OwnAgentOnly());
}
