using AgentMail.Core.Secrets;

namespace AgentMail.Api.Sessions;

/// <summary>
/// What a browser sends instead of a key, because its <c>EventSource</c> can set no header. Good for reading below <c>/v1</c> and for nothing
/// else, so that a page of somebody else can make the browser change nothing.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "agentmail_session";

    // More than a ticket of the longest ids takes.
    private const int MaxLength = 1024;

    public static void Set(HttpContext context, string sealedTicket) =>
        context.Response.Cookies.Append(Name, sealedTicket, Options(context.Request, SessionSealer.Lifetime));

    public static void Remove(HttpContext context) => context.Response.Cookies.Append(Name, "", Options(context.Request, TimeSpan.Zero));

    /// <summary>The sealed ticket, of whatever worth; null when there is none.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Name] is { Length: > 0 and <= MaxLength } value ? value : null;

    /// <summary>Whether a cookie may stand for a key in this request.</summary>
    public static bool IsEnoughFor(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.StartsWithSegments("/v1", StringComparison.Ordinal);

    private static CookieOptions Options(HttpRequest request, TimeSpan age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Secure = request.IsHttps,
        MaxAge = age,
        IsEssential = true,
    };
}
