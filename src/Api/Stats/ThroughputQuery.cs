using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Json;
using AgentMail.Core.Stats;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Stats;

/// <summary>Which steps are shown.</summary>
internal sealed class ThroughputQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    private static readonly TimeSpan Default = TimeSpan.FromHours(1);

    // 25 hours, so that a whole day fits whenever it is asked for; and 31 days.
    private static readonly TimeSpan MostMinutes = TimeSpan.FromHours(25);
    private static readonly TimeSpan MostHours = TimeSpan.FromDays(31);

    public DateTimeOffset Since { get; private init; }

    public ThroughputStep Step { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<ThroughputQuery> BindAsync(HttpContext context) =>
        ValueTask.FromResult(From(context.Request.Query, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()));

    public static ThroughputQuery From(IQueryCollection query, DateTimeOffset now)
    {
        var reader = new QueryReader(query);
        var step = reader.Word<ThroughputStep>("step") ?? ThroughputStep.Minute;
        var since = reader.Time("since") ?? now - Default;
        if (step == ThroughputStep.Minute && since < now - MostMinutes)
            reader.Errors.Add("/since", FieldCodes.OutOfRange, "By the minute, since is at most 25 hours ago; give a later time, or step=hour.");
        else if (since < now - MostHours)
            reader.Errors.Add("/since", FieldCodes.OutOfRange, "By the hour, since is at most 31 days ago; give a later time.");
        return reader.Errors.IsEmpty
            ? new() { Since = step == ThroughputStep.Minute ? Standing.MinuteOf(since) : Standing.HourOf(since), Step = step }
            : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedParameter(
            "since", ParameterPlace.Query, "The first step; an hour ago when left out, at most 25 hours ago by the minute and 31 days by the hour.", ParameterShape.Time));
        builder.Metadata.Add(new DocumentedParameter(
            "step", ParameterPlace.Query, "How long each step is; a minute when left out.", new(Words: WireEnum<ThroughputStep>.All)));
    }
}
