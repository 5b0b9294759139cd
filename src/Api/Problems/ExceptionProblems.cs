using System.Diagnostics;
using AgentMail.Core.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace AgentMail.Api.Problems;

/// <summary>Turns what no handler could answer into a problem that gives nothing away.</summary>
internal sealed class ExceptionProblems(IDatabaseEngine engine, ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = ToProblem(exception, httpContext.Request);
        // The framework keeps quiet about exceptions that somebody handles.
        if (problem.Code == ProblemCode.Internal)
            log.LogError(exception, "{Method} {Path} failed (trace {TraceId})", httpContext.Request.Method, httpContext.Request.Path, Activity.Current?.TraceId);
        else if (problem.Code == ProblemCode.Unavailable)
            log.LogWarning(
                "{Method} {Path}: answered 503, the database took nothing ({Error}) (trace {TraceId})", httpContext.Request.Method, httpContext.Request.Path, exception.Message, Activity.Current?.TraceId);
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private ApiProblem ToProblem(Exception exception, HttpRequest request) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ProblemCode.PayloadTooLarge, "The body is larger than this route takes; send less."),
        BadHttpRequestException => new(ProblemCode.Malformed, "The request broke off or is no valid HTTP; send it again, whole."),
        _ when FaultOf(exception) is var fault and not DatabaseFault.Own => UnavailableAnswer.To(request, fault),
        _ => new(ProblemCode.Internal, "This is a fault of ours, and it has been logged. Name the traceId when you report it."),
    };

    private DatabaseFault FaultOf(Exception? exception) => exception switch
    {
        null => DatabaseFault.Own,
        DatabaseUnavailableException unavailable => unavailable.Fault,
        _ when engine.FaultOf(exception) is var fault and not DatabaseFault.Own => fault,
        _ => FaultOf(exception.InnerException),
    };
}
