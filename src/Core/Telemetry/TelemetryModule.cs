using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using AgentMail.Core.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AgentMail.Core.Telemetry;

/// <summary>What every process measures and traces; only how it is shown differs between API and worker.</summary>
public static class TelemetryModule
{
    // .NET's own: CPU time, memory, garbage collection and the thread pool of the process.
    private const string RuntimeMeter = "System.Runtime";

    private const string BusSource = "MassTransit";

    /// <summary>Adds the meters, what reads the database for them now and then, and the spans, which are made only where a collector is named.</summary>
    /// <param name="services">The process.</param>
    /// <param name="configuration">Names the collector, with the variables that OpenTelemetry defines (<see cref="Collector"/>).</param>
    /// <param name="name">What the process is called where several are watched.</param>
    /// <param name="show">Adds where metrics are shown.</param>
    /// <param name="trace">Adds spans that only this process has.</param>
    public static IServiceCollection AddAgentMailTelemetry(
        this IServiceCollection services, IConfiguration configuration, string name, Action<MeterProviderBuilder> show, Action<TracerProviderBuilder>? trace = null)
    {
        var collector = new Collector(configuration);
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            show(metrics.AddMeter(AgentMailMetrics.MeterName, RuntimeMeter));
            if (collector.TakesMetrics)
                metrics.AddOtlpExporter();
        });
        if (!collector.NamesProcess)
            telemetry.ConfigureResource(resource => resource.AddService(name));
        if (collector.TakesTraces)
        {
            telemetry.WithTracing(tracing =>
            {
                trace?.Invoke(tracing);
                tracing.AddSource(Tracing.SourceName, BusSource).AddOtlpExporter();
            });
        }
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<DeliveryWatch>());
        services.AddHostedService<SinkWatch>();
        services.AddHostedService<WebhookWatch>();
        return services.AddHostedService<EmailAccounting>();
    }
}
