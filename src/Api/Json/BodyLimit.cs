namespace AgentMail.Api.Json;

/// <summary>Most octets that a route reads of a body.</summary>
internal sealed record BodyLimit(int Bytes)
{
    /// <summary>Enough for any resource but an email.</summary>
    public const int Default = 1024 * 1024;
}

internal static class BodyLimitConvention
{
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, int bytes) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyLimit(bytes));
}
