using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace AgentMail.Api.Monitor;

/// <summary>Serves the live page: files beside the program, wherever it was started.</summary>
internal static class MonitorPage
{
    private const string Path = "/monitor";
    private const string Index = Path + "/index.html";

    // Nothing from elsewhere, nothing inline, no form that could put a key into an address, and no text that becomes markup.
    private const string Policy =
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UseMonitorPage(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            // The page names its files and the API relative to itself, so that it also works below a proxy's prefix.
            if (context.Request.Path == Path + "/")
                context.Response.Redirect("../monitor", permanent: false);
            else
                await next(context);
        });
        app.Use((context, next) =>
        {
            if (context.Request.Path == Path)
                context.Request.Path = Index;
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = Path,
            FileProvider = new PhysicalFileProvider(System.IO.Path.Combine(AppContext.BaseDirectory, "wwwroot", "monitor")),
            OnPrepareResponse = file => AddHeaders(file.Context.Response.Headers),
        });
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Kept, and asked about each time: a new release is seen at once, and costs a 304 until then.
        headers[HeaderNames.CacheControl] = "no-cache";
    }
}
