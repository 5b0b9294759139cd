using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Stats;

/// <summary>From when on emails count.</summary>
internal sealed class StatsQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    public DateTimeOffset? Since { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<StatsQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static StatsQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var since = reader.Time("since");
        return reader.Errors.IsEmpty ? new() { Since = since } : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new DocumentedParameter(
        "since", ParameterPlace.Query, "Emails that came to an end count when they were accepted from this time on, rounded down to the full hour; 24 hours ago when left out.",
        ParameterShape.Time));
}
