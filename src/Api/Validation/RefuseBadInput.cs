using AgentMail.Api.Problems;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Validation;

/// <summary>Answers wrong input before a handler sees it: ids in the path first, then whatever was bound.</summary>
internal sealed class RefuseBadInput : IEndpointFilter
{
    private static readonly string[] IdParameters = ["id", "sid", "did"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        (object?)ProblemOfPath(context.HttpContext) ?? ProblemOfArguments(context) ?? await next(context);

    private static ApiProblem? ProblemOfPath(HttpContext http)
    {
        var wrong = IdParameters.FirstOrDefault(name => http.GetRouteValue(name) is string id && !ResourceId.IsValid(id));
        if (wrong is null)
            return null;
        return HttpMethods.IsPut(http.Request.Method)
            ? ApiProblem.Invalid(JsonPointer.Root / wrong, FieldCodes.InvalidFormat, $"The id in the path cannot be used. {ResourceId.Rule}")
            : ApiProblem.NotFound("resource of this id");
    }

    // What is wrong in several places is answered at once; anything graver than that comes alone.
    private static ApiProblem? ProblemOfArguments(EndpointFilterInvocationContext context)
    {
        var problems = context.Arguments.OfType<IBoundInput>().Select(input => input.Problem).OfType<ApiProblem>().ToArray();
        return problems.Length > 1 && problems.All(p => p.Errors.Count > 0)
            ? ApiProblem.Invalid([.. problems.SelectMany(p => p.Errors)])
            : problems.FirstOrDefault();
    }
}
