using AgentMail.Core.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>One check per engine this installation stands on.</summary>
internal static class HealthModule
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddEngineHealth(this IServiceCollection services, RunMode mode)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: Timeout);
        if (mode.RabbitMq is not null)
        {
            services.AddSingleton<BrokerProbe>();
            services.AddHostedService<DeadLetterWatch>();
            checks.AddCheck<BrokerHealth>("rabbitmq", HealthStatus.Degraded, timeout: Timeout);
        }
        if (mode.Redis is not null)
            checks.AddCheck<RedisHealth>("redis", HealthStatus.Degraded, timeout: Timeout);
        return services;
    }
}
