using AgentMail.Core.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AgentMail.Api.Health;

/// <summary><c>/metrics</c> for Prometheus: ASP.NET's instruments and those that every process of AgentMail has. Requests begin traces.</summary>
internal static class MetricsModule
{
    private const string MetricsPath = "/metrics";

    public static IServiceCollection AddAgentMailMetrics(this IServiceCollection services, IConfiguration configuration) => services.AddAgentMailTelemetry(
        configuration, "agentmail-api",
        metrics => metrics.AddAspNetCoreInstrumentation().AddPrometheusExporter(),
        tracing => tracing.AddAspNetCoreInstrumentation(http => http.Filter = context => IsWork(context.Request.Path)));

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(MetricsPath);

    // What is asked every few seconds tells nothing.
    private static bool IsWork(PathString path) => !path.StartsWithSegments(MetricsPath) && !path.StartsWithSegments("/health");
}
