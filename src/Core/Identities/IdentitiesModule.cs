using System.Text.Json;
using AgentMail.Core.Hosting;
using AgentMail.Core.Json;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace AgentMail.Core.Identities;

/// <summary>The identity cache: memory, and Redis behind it where there is one. Redis is never the only copy and never awaited for long.</summary>
internal static class IdentitiesModule
{
    private static readonly TimeSpan RedisBudget = TimeSpan.FromMilliseconds(250);

    public static IServiceCollection AddIdentities(this IServiceCollection services, RunMode mode)
    {
        var cache = services.AddFusionCache().WithOptions(o => o.DistributedCacheCircuitBreakerDuration = TimeSpan.FromSeconds(2))
            .WithDefaultEntryOptions(o =>
            {
                o.DistributedCacheSoftTimeout = RedisBudget;
                o.DistributedCacheHardTimeout = RedisBudget;
                o.AllowBackgroundDistributedCacheOperations = true;
            });
        if (mode.Redis is { } redis)
        {
            services.AddSingleton(_ => new RedisConnection(redis));
            cache.WithSerializer(new JsonSerializerOfCache()).WithDistributedCache(provider =>
                new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = provider.GetRequiredService<RedisConnection>().GetAsync }));
        }
        cache.AsHybridCache();
        services.AddSingleton<IdentityCache>();
        return services.AddSingleton<SenderLookup>();
    }

    private sealed class JsonSerializerOfCache : IFusionCacheSerializer
    {
        public byte[] Serialize<T>(T? obj) => JsonSerializer.SerializeToUtf8Bytes(obj, AgentMailJson.Options);

        public T? Deserialize<T>(byte[] data) => JsonSerializer.Deserialize<T>(data, AgentMailJson.Options);

        public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => ValueTask.FromResult(Serialize(obj));

        public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => ValueTask.FromResult(Deserialize<T>(data));
    }
}
