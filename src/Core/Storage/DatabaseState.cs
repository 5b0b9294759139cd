using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Storage;

/// <summary>Whether the database takes writes, as the last of them found it. Tells the operator when that changes.</summary>
public sealed class DatabaseState(TimeProvider clock, ILogger<DatabaseState> log)
{
    // A disk that is nearly full takes small writes and refuses large ones: that is one trouble and not a hundred.
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile Trouble? _trouble;
    private DateTimeOffset? _toldAt;

    /// <summary>What stands against writes; null while they succeed.</summary>
    public DatabaseFault? Fault => _trouble?.Fault;

    internal void Refused(DatabaseFault fault, Exception error)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_trouble?.Fault == fault)
                return;
            _trouble = new(fault, _trouble?.Since ?? now);
            if (now - _toldAt < TellAgainAfter)
                return;
            _toldAt = now;
        }
        log.LogCritical("{Trouble} Sends are answered with 503, and what is known by now is kept in memory until it can be written: {Error}", Words(fault), error.Message);
    }

    internal void Took()
    {
        if (_trouble is null)
            return;
        Trouble? over;
        lock (_gate)
            (over, _trouble) = (_trouble, null);
        if (over is not null)
            log.LogWarning("The database takes writes again, after {Duration}", clock.GetUtcNow() - over.Since);
    }

    /// <summary>The trouble in words for an operator.</summary>
    public static string Words(DatabaseFault fault) => fault switch
    {
        DatabaseFault.Full => "The disk of the database is full: make room.",
        DatabaseFault.Locked => "Another program holds the write lock of the database: end it.",
        _ => "The database cannot be written.",
    };

    private sealed record Trouble(DatabaseFault Fault, DateTimeOffset Since);
}
