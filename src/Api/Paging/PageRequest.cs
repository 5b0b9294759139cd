using System.Globalization;
using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Paging;

/// <summary><c>?limit=…&amp;cursor=…</c></summary>
internal sealed class PageRequest : IBoundInput, IEndpointParameterMetadataProvider
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static readonly DocumentedParameter LimitParameter = new(
        "limit", ParameterPlace.Query, $"Items per page; {DefaultLimit} when left out.", new(IsWholeNumber: true, Min: 1, Max: MaxLimit));

    public int Limit { get; private init; } = DefaultLimit;

    /// <summary>Key of the last item seen; empty on the first page.</summary>
    public string After { get; private init; } = "";

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<PageRequest> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query));

    public static PageRequest From(IQueryCollection query)
    {
        var errors = new ValidationErrors();
        var limit = LimitOf(query, errors);
        var after = "";
        if (query["cursor"] is [{ Length: > 0 } cursor] && !Cursor.TryDecode(cursor, out after))
            errors.Add("/cursor", FieldCodes.InvalidFormat, "The query parameter cursor is the nextCursor of an earlier answer, unchanged.");
        return errors.IsEmpty ? new() { Limit = limit, After = after } : new() { Problem = ApiProblem.Invalid(errors.Items) };
    }

    public static int LimitOf(IQueryCollection query, ValidationErrors errors)
    {
        if (query["limit"] is not { Count: > 0 } given)
            return DefaultLimit;
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
            return limit;
        errors.Add("/limit", FieldCodes.OutOfRange, $"The query parameter limit is a number from 1 to {MaxLimit}.");
        return DefaultLimit;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(LimitParameter);
        builder.Metadata.Add(new DocumentedParameter("cursor", ParameterPlace.Query, "The nextCursor of the answer before.", ParameterShape.Text));
    }
}
