using System.Diagnostics;
using System.Globalization;
using AgentMail.Api.Json;
using AgentMail.Core.Validation;
using Microsoft.Net.Http.Headers;

namespace AgentMail.Api.Problems;

/// <summary>An answer that says no, as <c>application/problem+json</c>.</summary>
/// <param name="code">Which kind.</param>
/// <param name="detail">What is wrong and what to do. Never repeats a secret.</param>
/// <param name="errors">Members at fault.</param>
internal sealed class ApiProblem(ProblemCode code, string detail, IReadOnlyList<ValidationError>? errors = null) : IResult
{
    public const string ContentType = "application/problem+json";

    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(5);

    /// <summary>When to come back, where that helps.</summary>
    public TimeSpan RetryAfter { get; init; } = AWhile;

    public ProblemCode Code => code;

    public string Detail => detail;

    public IReadOnlyList<ValidationError> Errors => errors ?? [];

    public static ApiProblem NotFound(string what) => new(ProblemCode.NotFound, $"There is no {what} here; check the id and that the key belongs to the right tenant.");

    public static ApiProblem Forbidden(string detail) => new(ProblemCode.Forbidden, detail);

    public static ApiProblem Invalid(IReadOnlyList<ValidationError> errors) => new(ProblemCode.Validation, Summary(errors), errors);

    public static ApiProblem Invalid(JsonPointer pointer, string code, string detail) => Invalid([new ValidationError(pointer.ToString(), code, detail)]);

    public ProblemBody ToBody(HttpContext context) => new(
        code.Type, code.Title, code.Status, detail, context.Request.Path.Value ?? "/", code.Code,
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier, errors is { Count: > 0 } ? errors : null);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = code.Status;
        if (code.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer realm=\"AgentMail\"";
        if (code.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests || code == ProblemCode.IdempotencyInProgress)
            response.Headers[HeaderNames.RetryAfter] = ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return response.WriteAsJsonAsync(ToBody(httpContext), ApiJson.Options, ContentType, httpContext.RequestAborted);
    }

    private static string Summary(IReadOnlyList<ValidationError> errors) => errors switch
    {
        [var only] => only.Detail,
        _ => $"{errors.Count} things need mending: see errors.",
    };
}
