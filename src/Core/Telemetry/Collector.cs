using Microsoft.Extensions.Configuration;

namespace AgentMail.Core.Telemetry;

/// <summary>
/// Whether an OpenTelemetry collector is named, by the variables that OpenTelemetry defines for every program: without one, nothing is
/// sent anywhere and no span is made. All others of its variables (protocol, headers, sampler, resource) hold too.
/// </summary>
internal sealed class Collector(IConfiguration configuration)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesExporter = "OTEL_TRACES_EXPORTER";
    private const string MetricsExporter = "OTEL_METRICS_EXPORTER";
    private const string None = "none";
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    public bool TakesTraces => Takes(TracesExporter);

    public bool TakesMetrics => Takes(MetricsExporter);

    /// <summary>Whether the process is given a name there.</summary>
    public bool NamesProcess => IsSet(ServiceName);

    private bool Takes(string exporter) => IsSet(Endpoint) && !Is(exporter, None) && !Is(Disabled, bool.TrueString);

    private bool Is(string name, string value) => string.Equals(configuration[name], value, StringComparison.OrdinalIgnoreCase);

    private bool IsSet(string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
