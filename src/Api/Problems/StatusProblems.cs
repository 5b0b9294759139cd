using Microsoft.AspNetCore.Diagnostics;

namespace AgentMail.Api.Problems;

/// <summary>Gives a body to what routing refuses by status alone.</summary>
internal static class StatusProblems
{
    public static Task WriteAsync(StatusCodeContext context) => For(context.HttpContext)?.ExecuteAsync(context.HttpContext) ?? Task.CompletedTask;

    private static ApiProblem? For(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new(ProblemCode.NotFound, "Nothing is served at this path; /swagger lists what is."),
        StatusCodes.Status405MethodNotAllowed => new(ProblemCode.MethodNotAllowed, $"Use one of: {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => new(ProblemCode.UnsupportedMediaType, "Send the body as application/json in UTF-8."),
        StatusCodes.Status400BadRequest => new(ProblemCode.Malformed, "The request is no valid HTTP for this route; /swagger shows how it is called."),
        _ => null,
    };
}
