using AgentMail.Core.Events;

namespace AgentMail.Api.Events.Stream;

/// <summary>What live streams need.</summary>
internal static class StreamModule
{
    public static IServiceCollection AddEventStreams(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EventStreamOptions>().BindConfiguration(EventStreamOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<EventFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        services.AddSingleton<StreamPlaces>();
        return services.AddSingleton<EventStreams>();
    }
}
