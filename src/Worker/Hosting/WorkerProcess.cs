using AgentMail.Core.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Worker.Hosting;

/// <summary>What only the stand-alone worker process needs.</summary>
internal static class WorkerProcess
{
    /// <summary>Checks that there is a broker to get work from.</summary>
    /// <exception cref="SettingsException">There is none.</exception>
    public static void Require(RunMode mode)
    {
        if (mode.RabbitMq is null)
        {
            throw new SettingsException(
                "A worker process needs ConnectionStrings:RabbitMq and ConnectionStrings:Database (and better also :Redis), the same as the API's. Without them src/Api is API and worker in one process.");
        }
    }

    public static IServiceCollection AddWorkerProcess(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[$"{AgentMailOptions.Section}:{nameof(AgentMailOptions.HealthFile)}"] is { Length: > 0 } path)
            services.AddSingleton<IHealthCheckPublisher>(new HealthFile(path));
        return services.AddMetricsListener(configuration);
    }
}
