using AgentMail.Core.Delivery;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.Core.Retention;
using AgentMail.Worker.Configuration;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Net;
using AgentMail.Worker.Retention;
using AgentMail.Worker.Sinks;
using AgentMail.Worker.Smtp;
using AgentMail.Worker.Testing;
using AgentMail.Worker.Webhooks;
using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Hosting;

/// <summary>Whatever talks to mail servers and outsiders, and the one writer of configuration.</summary>
public static class WorkerModule
{
    private static readonly TimeSpan TimeToWriteResults = TimeSpan.FromSeconds(10);

    /// <summary>Adds the worker's job to a process, with the bus it listens to.</summary>
    public static IServiceCollection AddAgentMailWorker(this IServiceCollection services, RunMode mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        services.AddAgentMailBus(mode, AddConsumers);
        services.AddOptionsWithValidateOnStart<RetryOptions>().BindConfiguration(RetryOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<SmtpTimeouts>().BindConfiguration(SmtpTimeouts.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations();
        AddDelivery(services, mode);
        services.AddHostedService<RetentionSweeper>();
        services.AddSingleton<TestPlaces>().AddSingleton<TestConversation>().AddSingleton<TestRun>();
        AddSinks(services, mode);
        AddWebhooks(services);
        return services;
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<DeliverDueConsumer, DeliverDueDefinition>();
        bus.AddConsumer<ApplyConfigurationConsumer, ApplyConfigurationDefinition>();
        bus.AddConsumer<WakeLanesConsumer, WakeLanesDefinition>();
        bus.AddConsumer<RunTestEmailConsumer, RunTestEmailDefinition>();
    }

    private static void AddDelivery(IServiceCollection services, RunMode mode)
    {
        services.AddOptions<HostOptions>()
            .Configure<IOptions<DeliveryOptions>>((host, delivery) => host.ShutdownTimeout = delivery.Value.DrainTimeout + TimeToWriteResults);
        if (mode.IsEmbedded)
            services.AddHostedService<EmbeddedLaneReset>();
        services.AddSingleton<TransportFactory>();
        services.AddSingleton<EmailDelivery>();
        services.AddSingleton<LaneServices>();
        services.AddSingleton<WorkerPresence>();
        services.AddSingleton<LaneHandover>();
        services.AddSingleton<LaneDirectory>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LaneDirectory>());
        if (!mode.HostsWorker)
            services.AddHostedService<WorkerBeat>().AddHostedService<LaneSharing>();
        services.AddHostedService<LeaseKeeper>();
        services.AddHostedService<Sweeper>();
    }

    private static void AddSinks(IServiceCollection services, RunMode mode)
    {
        services.AddEventSink<NoticeSink>();
        services.AddEventSink<StatsSink>();
        services.AddEventSink<WebhookSink>();
        if (mode.RabbitMq is not null)
            services.AddEventSink<BrokerSink>();
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.TryAddSingleton<IHostLookup>(SystemLookup.Instance);
        services.AddSingleton<WebhookConnector>().AddSingleton<WebhookCaller>().AddSingleton<WebhookSecrets>().AddSingleton<CallPlaces>();
        services.AddSingleton<EndpointServices>().AddSingleton<WebhookBell>();
        services.AddHostedService<WebhookDispatcher>();
    }

    private static void AddEventSink<T>(this IServiceCollection services) where T : class, ILogSink
    {
        services.AddSingleton<T>();
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<EventPump>(provider, provider.GetRequiredService<T>()));
    }
}
