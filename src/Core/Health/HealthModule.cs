using AgentMail.Core.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMail.Core.Health;

/// <summary>One check per engine this installation stands on, and one that tells whether mail is taken.</summary>
internal static class HealthModule
{
    // A worker writes its health file as often.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly string[] Engine = [EngineWatch.Tag];

    public static IServiceCollection AddEngineHealth(this IServiceCollection services, RunMode mode)
    {
        var checks = services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: Engine, timeout: Timeout).AddCheck<DeliveryHealth>("delivery");
        if (mode.RabbitMq is not null)
        {
            services.AddSingleton<BrokerProbe>();
            services.AddHostedService<DeadLetterWatch>();
            checks.AddCheck<BrokerHealth>("rabbitmq", HealthStatus.Degraded, Engine, timeout: Timeout);
        }
        if (mode.Redis is not null)
            checks.AddCheck<RedisHealth>("redis", HealthStatus.Degraded, Engine, timeout: Timeout);
        services.AddSingleton<IHealthCheckPublisher, EngineWatch>();
        services.Configure<HealthCheckPublisherOptions>(o => (o.Delay, o.Period) = (TimeSpan.FromSeconds(1), Period));
        return services;
    }
}
