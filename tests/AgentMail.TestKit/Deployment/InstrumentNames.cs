using System.Diagnostics.Metrics;
using AgentMail.Core.Hosting;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.TestKit.Deployment;

/// <summary>What the instruments of AgentMail are called in Prometheus: a counter has no line there before it has counted something.</summary>
public static class InstrumentNames
{
    /// <summary>Of all classes that make instruments, as the program makes them.</summary>
    public static IReadOnlySet<string> All()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == AgentMailMetrics.MeterName)
                    names.UnionWith(NamesOf(instrument));
            },
        };
        listener.Start();
        // Redis is there so that what counts its answers is; nobody connects to it.
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Database", "Host=nowhere"), new("ConnectionStrings:Redis", "nowhere")]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddMetrics();
        services.AddAgentMailCore(configuration);
        using var provider = services.BuildServiceProvider();
        foreach (var type in typeof(AgentMailMetrics).Assembly.GetTypes().Where(MakesInstruments))
            ActivatorUtilities.CreateInstance(provider, type);
        return names;
    }

    private static bool MakesInstruments(Type type) => type.GetConstructors().Any(c => c.GetParameters().Any(p => p.ParameterType == typeof(IMeterFactory)));

    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [$"{name}_bucket", $"{name}_count", $"{name}_sum"]
            : kind.Contains("Counter", StringComparison.Ordinal) && !kind.Contains("UpDown", StringComparison.Ordinal) ? [$"{name}_total"]
            : [name];
    }
}
