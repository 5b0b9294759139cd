using AgentMail.Core.Configuration;
using AgentMail.Core.Hosting;
using AgentMail.Core.TestEmails;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AgentMail.Core.Messaging;

/// <summary>The bus: RabbitMQ where there is a connection string, in-memory in one process otherwise.</summary>
public static class BusModule
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Adds the bus; <paramref name="consumers"/> registers what this process consumes, if anything.</summary>
    public static IServiceCollection AddAgentMailBus(this IServiceCollection services, RunMode mode, Action<IBusRegistrationConfigurator>? consumers = null)
    {
        ArgumentNullException.ThrowIfNull(mode);
        services.AddMassTransit(bus =>
        {
            bus.ConfigureHealthCheckOptions(o => (o.Name, o.MinimalFailureStatus) = ("bus", HealthStatus.Degraded));
            consumers?.Invoke(bus);
            if (mode.RabbitMq is { } broker)
                bus.UsingRabbitMqPersistently((context, rabbit) => UseBroker(context, rabbit, new(broker)));
            else
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        });
        services.Configure<MassTransitHostOptions>(o => o.StopTimeout = StopTimeout);
        services.AddSingleton<CommandSender>();
        services.AddSingleton<Answers>();
        services.AddSingleton<IBusRings, BusRings>();
        services.AddSingleton<IConfigurationGateway, MassTransitGateway>();
        services.AddSingleton<ITestEmailGateway, MassTransitTestGateway>();
        services.AddSingleton<LaneBell>();
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LaneBell>());
    }

    private static void UseBroker(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, BrokerAddress broker)
    {
        // A ring counts as sent once the broker has it on disk, and not before.
        rabbit.Host(broker.Value, host =>
        {
            host.PublisherConfirmation = true;
            host.Heartbeat(broker.Heartbeat);
            host.RequestedConnectionTimeout(BrokerAddress.Patience);
            host.ContinuationTimeout(BrokerAddress.Patience);
        });
        SharedQueue.DeclareAll(rabbit);
        rabbit.ConfigureEndpoints(context);
    }
}
