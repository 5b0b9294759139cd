using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace AgentMail.Core.Telemetry;

/// <summary>What every process measures; only how it is shown differs between API and worker.</summary>
public static class TelemetryModule
{
    // .NET's own: CPU time, memory, garbage collection and the thread pool of the process.
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>Adds the meters, and what reads the database for them now and then.</summary>
    /// <param name="services">The process.</param>
    /// <param name="show">Adds where they are shown.</param>
    public static IServiceCollection AddAgentMailTelemetry(this IServiceCollection services, Action<MeterProviderBuilder> show)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => show(metrics.AddMeter(AgentMailMetrics.MeterName, RuntimeMeter)));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DeliveryWatch>());
        services.AddHostedService<SinkWatch>();
        return services.AddHostedService<EmailAccounting>();
    }
}
