using AgentMail.Api.Agents;
using AgentMail.Api.ApiKeys;
using AgentMail.Api.Audit;
using AgentMail.Api.Auth;
using AgentMail.Api.Channels;
using AgentMail.Api.Choices;
using AgentMail.Api.Emails;
using AgentMail.Api.Events;
using AgentMail.Api.Events.Stream;
using AgentMail.Api.Health;
using AgentMail.Api.Json;
using AgentMail.Api.Lanes;
using AgentMail.Api.Monitor;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Operations;
using AgentMail.Api.Problems;
using AgentMail.Api.Servers;
using AgentMail.Api.Sessions;
using AgentMail.Api.Signatures;
using AgentMail.Api.Stats;
using AgentMail.Api.Templates;
using AgentMail.Api.Tenants;
using AgentMail.Api.TestEmails;
using AgentMail.Api.Validation;
using AgentMail.Api.Webhooks;
using AgentMail.Core.Tenants;

namespace AgentMail.Api.Hosting;

/// <summary>The REST intake: what it needs and what it serves.</summary>
internal static class ApiModule
{
    public static IServiceCollection AddAgentMailApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Default;
        });
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddSingleton<KeyDirectory>();
        services.AddEventStreams();
        services.AddSingleton<SignatureReader>();
        services.AddSingleton<EmailSending>();
        services.AddSingleton<TemplatePreview>();
        services.AddSingleton<TestEmailRunning>();
        services.AddSingleton<WebhookReader>();
        services.AddSingleton<TenantRemoval>();
        services.AddSingleton<TenantBootstrap>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<TenantBootstrap>());
        services.AddHostedService<StartupBanner>();
        return services.AddAgentMailOpenApi().AddAgentMailMetrics(configuration);
    }

    public static WebApplication MapAgentMailApi(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(StatusProblems.WriteAsync);
        app.UseMiddleware<AnswerHeaders>();
        app.UseMonitorPage();
        app.UseRouting();
        app.UseMiddleware<AccessControl>();
        app.MapAgentMailOpenApi();
        app.MapHealth();
        app.MapMetrics();
        app.MapSounds();
        app.MapSession();
        var v1 = app.MapGroup("/v1").AddEndpointFilter<RefuseBadInput>();
        v1.MapTenantSettings();
        v1.MapApiKeys();
        v1.MapServers();
        v1.MapChannels();
        v1.MapAgents();
        v1.MapProfiles();
        v1.MapTestEmails();
        v1.MapAgentSignatures();
        v1.MapChannelSignatures();
        v1.MapTemplates();
        v1.MapChoices();
        v1.MapEmails();
        v1.MapEmailHistory();
        v1.MapEmailMoves();
        v1.MapEvents();
        v1.MapStats();
        v1.MapLanes();
        v1.MapWebhooks();
        v1.MapWebhookDeliveries();
        v1.MapOperations();
        v1.MapAudit();
        v1.MapTenants();
        return app;
    }
}
