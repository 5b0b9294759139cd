using System.Net;
using AgentMail.Core.Hosting;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace AgentMail.Worker.Hosting;

/// <summary><c>/metrics</c> of a stand-alone worker, which has no web server: the names are those of the API's page.</summary>
internal static class MetricsListener
{
    public static IServiceCollection AddMetricsListener(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<MetricsOptions>().BindConfiguration(MetricsOptions.Section).ValidateDataAnnotations();
        services.AddOptions<PrometheusHttpListenerOptions>().Configure<IOptions<MetricsOptions>>((options, metrics) =>
        {
            var where = metrics.Value;
            options.ConfigureHttpListener = (_, listener) => Start(listener, where);
        });
        var isWanted = configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}"] is { Length: > 0 };
        return services.AddAgentMailTelemetry(configuration, "agentmail-worker", metrics => _ = isWanted ? metrics.AddPrometheusHttpListener() : metrics);
    }

    // The exporter takes no host "*", and would say of a port that is taken only that it could not start.
    private static void Start(HttpListener listener, MetricsOptions where)
    {
        listener.Prefixes.Clear();
        listener.Prefixes.Add($"http://{where.Host}:{where.Port}/metrics/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException error)
        {
            throw new SettingsException(
                $"AgentMail:Metrics:Port is {where.Port}, and this worker cannot listen at {where.Host}:{where.Port}: {error.Message}. Give each worker of a machine a port of its own.", error);
        }
    }
}
