using AgentMail.Core.Configuration;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Events;
using AgentMail.Core.Health;
using AgentMail.Core.Identities;
using AgentMail.Core.Notices;
using AgentMail.Core.Retention;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.TestEmails;
using AgentMail.Core.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentMail.Core.Hosting;

/// <summary>What API and worker have in common.</summary>
public static class CoreModule
{
    /// <summary>Adds the domain and its storage, for the engines that the connection strings name.</summary>
    /// <exception cref="SettingsException">The settings do not fit together.</exception>
    public static RunMode AddAgentMailCore(this IServiceCollection services, IConfiguration configuration)
    {
        var mode = RunMode.Read(configuration);
        services.AddSingleton(mode);
        services.AddSingleton(WorkerId.New());
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<AgentMailOptions>().BindConfiguration(AgentMailOptions.Section).ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<TestEmailOptions>().BindConfiguration(TestEmailOptions.Section).ValidateDataAnnotations();
        services.AddStorage(mode);
        services.AddSingleton<InstallationKey>();
        services.AddSecrets(configuration, mode);
        services.AddIdentities(mode);
        services.AddEngineHealth(mode);
        services.AddSingleton(_ => new RenderingTurns());
        services.AddSingleton<SignatureLookup>();
        services.AddSingleton<TemplateRenderer>();
        services.AddSingleton<IdempotencyRecords>();
        services.AddSingleton<EmailPlanner>();
        services.AddSingleton<EmailPreviewer>();
        services.AddSingleton<EmailIntake>();
        services.AddSingleton<MoveIntake>();
        services.AddSingleton<NoticeTemplates>();
        services.AddSingleton<NoticeIntake>();
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<ConfigurationApplier>();
        services.AddSingleton<LaneStore>();
        services.AddSingleton<WorkerStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<LaneSends>();
        services.AddSingleton<LaneExpiry>();
        services.AddSingleton<CrashRecovery>();
        services.AddSingleton<DueWork>();
        services.AddSingleton<GoodTest>();
        services.AddSingleton<TestSubjects>();
        services.AddSingleton<TypedValuesStore>();
        services.AddSingleton<TestRecords>();
        services.AddOptionsWithValidateOnStart<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<NetworkPolicy>();
        services.AddSingleton<WebhookUrl>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookLaneStore>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookFanOut>();
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<TenantProvisioner>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<RetentionStore>();
        services.AddSingleton<WebhookRetention>();
        services.AddSingleton<SinkCursors>();
        services.AddSingleton<StatsLedger>();
        services.AddSingleton<StatsStart>();
        services.AddSingleton<StatsReader>();
        services.AddSingleton<LaneOverview>();
        services.AddSingleton<AgentMailMetrics>();
        services.AddSingleton<IdentityMetrics>();
        services.AddSingleton<DatabaseMetrics>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<SinkMetrics>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<DueMail>();
        services.AddOptionsWithValidateOnStart<DeliveryWatchOptions>().BindConfiguration(DeliveryWatchOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<DeliveryWatch>();
        return mode;
    }
}
