namespace AgentMail.Api.Hosting;

/// <summary>Headers of every answer: nothing of a tenant is kept by caches on the way, and no browser guesses at types.</summary>
internal sealed class AnswerHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var path = context.Request.Path;
        if (path.StartsWithSegments("/v1", StringComparison.Ordinal) || path.StartsWithSegments("/session", StringComparison.Ordinal))
            context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
