using AgentMail.Core.Telemetry;
using StackExchange.Redis;

namespace AgentMail.Core.Identities;

/// <summary>What kind of failure an exception of the Redis client is.</summary>
internal static class RedisFaults
{
    /// <summary>The kind; null for what Redis is not the cause of.</summary>
    public static RedisFault? Of(Exception error) => error switch
    {
        TimeoutException => RedisFault.Timeout,
        RedisServerException => RedisFault.Refused,
        RedisException or ObjectDisposedException or OperationCanceledException => RedisFault.Connection,
        _ => null,
    };

    /// <summary>Whoever stopped waiting hears no more of it, and its failure is nobody's.</summary>
    public static Task<T> Forgotten<T>(this Task<T> task)
    {
        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }
}
