using AgentMail.Core.Telemetry;
using OpenTelemetry.Metrics;

namespace AgentMail.Api.Health;

/// <summary><c>/metrics</c> for Prometheus: ASP.NET's instruments and those of the meter <c>AgentMail</c>.</summary>
internal static class MetricsModule
{
    public static IServiceCollection AddAgentMailMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(AgentMailMetrics.MeterName).AddAspNetCoreInstrumentation().AddPrometheusExporter());
        return services.AddHostedService<EmailAccounting>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics");
}
