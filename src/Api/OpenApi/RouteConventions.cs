using AgentMail.Api.Problems;

namespace AgentMail.Api.OpenApi;

/// <summary>A request body that works when it is sent as it stands.</summary>
internal sealed record RequestExample(string Json);

/// <summary>A value that fits a parameter of the path.</summary>
internal sealed record PathExample(string Name, string Value);

/// <summary>Problems of its own that a route answers with, besides those every route has.</summary>
internal sealed record AnswersProblems(IReadOnlyList<ProblemCode> Codes);

internal static class RouteConventions
{
    public static TBuilder WithExample<TBuilder>(this TBuilder builder, string json) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequestExample(json));

    public static TBuilder WithPathExample<TBuilder>(this TBuilder builder, string name, string value) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PathExample(name, value));

    public static TBuilder Answers<TBuilder>(this TBuilder builder, params ProblemCode[] codes) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AnswersProblems(codes));
}
