using AgentMail.Api.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Api.Health;

/// <summary>For load balancers and orchestrators: alive, and ready for traffic. Dependencies register themselves as health checks.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new HealthView(report.Status, report.Entries.ToDictionary(e => e.Key, e => Describe(e.Value))), ApiJson.Options, context.RequestAborted);

    // What an exception says tells of hosts and logins.
    private static DependencyView Describe(HealthReportEntry entry) =>
        new(entry.Status, (int)entry.Duration.TotalMilliseconds, entry.Exception is null ? entry.Description : "It does not answer.");

    private sealed record HealthView(HealthStatus Status, IReadOnlyDictionary<string, DependencyView> Dependencies);

    private sealed record DependencyView(HealthStatus Status, int DurationMs, string? Detail);
}
