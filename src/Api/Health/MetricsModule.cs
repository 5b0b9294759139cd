using AgentMail.Core.Telemetry;
using OpenTelemetry.Metrics;

namespace AgentMail.Api.Health;

/// <summary><c>/metrics</c> for Prometheus: ASP.NET's instruments and those that every process of AgentMail has.</summary>
internal static class MetricsModule
{
    public static IServiceCollection AddAgentMailMetrics(this IServiceCollection services) =>
        services.AddAgentMailTelemetry(metrics => metrics.AddAspNetCoreInstrumentation().AddPrometheusExporter());

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
