using System.Diagnostics.Metrics;
using AgentMail.Core.Json;

namespace AgentMail.Core.Telemetry;

/// <summary>Where sending identities come from, and what keeps them from coming from Redis.</summary>
public sealed class IdentityMetrics
{
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _spared;

    public IdentityMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(AgentMailMetrics.MeterName);
        _lookups = meter.CreateCounter<long>("agentmail.identity.lookups", "{lookup}", "Sending identities looked up, by what had them: memory and redis are hits, database is a miss of both.");
        _faults = meter.CreateCounter<long>("agentmail.redis.faults", "{fault}", "Questions to Redis that failed, by kind; the database answered instead.");
        _spared = meter.CreateCounter<long>("agentmail.redis.spared", "{question}", "Questions that were not put to Redis, because it had failed in the last two seconds.");
    }

    public void Found(IdentitySource source) => _lookups.Add(1, new KeyValuePair<string, object?>("source", WireEnum<IdentitySource>.Name(source)));

    public void RedisFailed(RedisFault fault) => _faults.Add(1, new KeyValuePair<string, object?>("kind", WireEnum<RedisFault>.Name(fault)));

    public void RedisSpared() => _spared.Add(1);
}

/// <summary>What had an identity.</summary>
public enum IdentitySource
{
    /// <summary>The process itself; also for those who waited for another's lookup.</summary>
    Memory,

    /// <summary>Redis: another process had looked it up.</summary>
    Redis,

    /// <summary>The database.</summary>
    Database,
}

/// <summary>How a question to Redis failed.</summary>
public enum RedisFault
{
    /// <summary>No answer within the time it has.</summary>
    Timeout,

    /// <summary>There is no connection.</summary>
    Connection,

    /// <summary>It answers, and not with what was asked for: no permission, no memory, another kind of value.</summary>
    Refused,

    /// <summary>An answer that this installation did not put there for this entry.</summary>
    Garbage,
}
