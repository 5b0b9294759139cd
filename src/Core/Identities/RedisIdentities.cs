using System.Text.Json;
using AgentMail.Core.Hosting;
using AgentMail.Core.Json;
using AgentMail.Core.Secrets;
using AgentMail.Core.Telemetry;
using StackExchange.Redis;

namespace AgentMail.Core.Identities;

/// <summary>
/// Identities in Redis, for all processes of the installation. It is never the only copy and never awaited for long: whatever goes wrong
/// here is a miss. What comes back is believed only if this installation sealed it for this very entry: whoever can write to Redis could
/// otherwise name another server for a password to be sent to.
/// </summary>
internal sealed class RedisIdentities(
    RedisConnection redis, RedisBreaker breaker, InstallationKey installation, CacheSealer sealer, IdentityMetrics metrics, TimeProvider clock)
{
    /// <summary>How long one question to Redis may take.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The entry; null when there is none that can be used.</summary>
    public async Task<SendingIdentity?> FindAsync(IdentityKey key, CancellationToken ct)
    {
        var name = key.In(await installation.GetAsync(ct));
        if (await AskAsync(db => db.StringGetAsync(name)) is not { IsNull: false } value)
            return null;
        if (Read(name, (byte[])value!) is { } identity && IdentityKey.Of(identity) == key)
            return identity;
        metrics.RedisFailed(RedisFault.Garbage);
        return null;
    }

    /// <summary>Puts an entry in place for the others, without waiting until it is there.</summary>
    public async Task KeepAsync(SendingIdentity identity, CancellationToken ct)
    {
        var name = IdentityKey.Of(identity).In(await installation.GetAsync(ct));
        if (sealer.TrySeal(name, JsonSerializer.SerializeToUtf8Bytes(identity, AgentMailJson.Options)) is { } value)
            _ = AskAsync(db => db.StringSetAsync(name, value, Lifetime));
    }

    private SendingIdentity? Read(string name, byte[] value)
    {
        try
        {
            return sealer.TryOpen(name, value) is { } json ? JsonSerializer.Deserialize<SendingIdentity>(json, AgentMailJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The answer; null when Redis is not asked, or fails. Throws nothing that Redis can be the cause of.</summary>
    private async Task<T?> AskAsync<T>(Func<IDatabase, Task<T>> question) where T : struct
    {
        if (!breaker.MayEnter())
        {
            metrics.RedisSpared();
            return null;
        }
        try
        {
            var answer = await AskNowAsync(question).Forgotten().WaitAsync(Budget, clock);
            breaker.Succeeded();
            return answer;
        }
        catch (Exception error) when (RedisFaults.Of(error) is { } fault)
        {
            // Who answers, if only with a refusal, keeps nobody waiting.
            if (fault == RedisFault.Refused)
                breaker.Succeeded();
            else
                breaker.Failed();
            metrics.RedisFailed(fault);
            return null;
        }
    }

    private async Task<T> AskNowAsync<T>(Func<IDatabase, Task<T>> question) => await question((await redis.GetAsync()).GetDatabase());
}
