using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Paging;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Delivery;
using AgentMail.Core.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Lanes;

/// <summary>Which lanes a list shows.</summary>
internal sealed class LaneQuery : IBoundInput, IEndpointParameterMetadataProvider
{
    // Two ids of 64 characters, and the words between them.
    private const int MaxCursor = 160;

    public LaneState? State { get; private init; }

    public int Limit { get; private init; }

    /// <summary>Id of the last lane seen; empty on the first page.</summary>
    public string After { get; private init; } = "";

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<LaneQuery> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static LaneQuery From(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        var read = new LaneQuery
        {
            State = reader.Word<LaneState>("state"),
            Limit = PageRequest.LimitOf(query, reader.Errors),
            After = reader.Line("cursor", MaxCursor) ?? "",
        };
        return reader.Errors.IsEmpty ? read : new() { Problem = ApiProblem.Invalid(reader.Errors.Items) };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedParameter("state", ParameterPlace.Query, "Only lanes that stand so.", new(Words: WireEnum<LaneState>.All)));
        builder.Metadata.Add(PageRequest.LimitParameter);
        builder.Metadata.Add(new DocumentedParameter("cursor", ParameterPlace.Query, "The nextCursor of the answer before, or the id of a lane.", new(MaxLength: MaxCursor)));
    }
}
