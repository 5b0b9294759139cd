namespace AgentMail.Api.Json;

/// <summary>Most octets that a route reads of a body.</summary>
internal sealed record BodyLimit(int Bytes, string Advice = "send less.")
{
    /// <summary>Enough for any resource but an email.</summary>
    public const int Default = 1024 * 1024;
}

internal static class BodyLimitConvention
{
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes, string? advice = null) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(advice is null ? new BodyLimit(bytes) : new BodyLimit(bytes, advice));
}
