using AgentMail.Core.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace AgentMail.Api.Problems;

/// <summary>Turns what no handler could answer into a problem that gives nothing away.</summary>
internal sealed class ExceptionProblems(IDatabaseEngine engine, ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ToProblem(exception);
        // The framework keeps quiet about exceptions that somebody handles.
        if (problem.Code == ProblemCode.Internal)
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        else if (problem.Code == ProblemCode.Unavailable)
            log.LogWarning("{Method} {Path}: the database does not answer ({Error})", httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private ApiProblem ToProblem(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ProblemCode.PayloadTooLarge, "The body is larger than this route takes; send less."),
        BadHttpRequestException => new(ProblemCode.Malformed, "The request broke off or is no valid HTTP; send it again, whole."),
        _ when IsUnavailable(exception) => new(ProblemCode.Unavailable, "The database does not answer at the moment. Nothing was stored; try again in a few seconds."),
        _ => new(ProblemCode.Internal, "This is a fault of ours, and it has been logged. Name the traceId when you report it."),
    };

    private bool IsUnavailable(Exception? exception) =>
        exception is not null && (exception is DatabaseUnavailableException || engine.IsTransient(exception) || IsUnavailable(exception.InnerException));
}
