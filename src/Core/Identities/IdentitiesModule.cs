using AgentMail.Core.Hosting;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace AgentMail.Core.Identities;

/// <summary>The identity cache: memory, and Redis behind it where there is one.</summary>
internal static class IdentitiesModule
{
    // About two kilobytes each. Beyond that the cache drops what it was not asked for longest.
    private const int MostInMemory = 50_000;

    public static IServiceCollection AddIdentities(this IServiceCollection services, RunMode mode)
    {
        services.AddFusionCache().WithMemoryCache(_ => new MemoryCache(new MemoryCacheOptions { SizeLimit = MostInMemory }))
            .WithDefaultEntryOptions(o => o.Size = 1).AsHybridCache();
        if (mode.Redis is { } settings)
        {
            var redis = RedisConnection.To(settings);
            services.AddSingleton(_ => redis);
            services.AddSingleton<RedisBreaker>();
            services.AddSingleton<RedisIdentities>();
        }
        services.AddSingleton(provider => new IdentityCache(
            provider.GetRequiredService<HybridCache>(), provider.GetRequiredService<Database>(), provider.GetRequiredService<IdentityMetrics>(), provider.GetService<RedisIdentities>()));
        return services.AddSingleton<SenderLookup>();
    }
}
