using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Storage;

/// <summary>The door to the database: reads on contexts of their own, writes grouped into few commits.</summary>
public sealed class Database(IDatabaseEngine engine, GroupCommit commits)
{
    private static readonly TimeSpan PauseWhileAway = TimeSpan.FromSeconds(1);

    /// <summary>A context for reading; nothing it loads is tracked. Dispose it.</summary>
    public AgentMailDb Read()
    {
        var db = engine.Open();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction, together with whatever else is waiting to be written, and returns once it is
    /// on disk. The work may run more than once and must depend on nothing but the transaction it is given.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The database did not take it in time; the work may be tried again later.</exception>
    public Task<T> WriteAsync<T>(Func<WriteTransaction, CancellationToken, Task<T>> work, CancellationToken ct = default) =>
        commits.SubmitAsync(work, ct);

    /// <summary>Like <see cref="WriteAsync{T}"/>, for what is known and must not be forgotten: waits for a database that is away.</summary>
    public async Task<T> WriteForSureAsync<T>(Func<WriteTransaction, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await WriteAsync(work, ct);
            }
            catch (DatabaseUnavailableException)
            {
                await Task.Delay(PauseWhileAway, ct);
            }
        }
    }

    /// <inheritdoc cref="WriteForSureAsync{T}"/>
    public Task WriteForSureAsync(Func<WriteTransaction, CancellationToken, Task> work, CancellationToken ct) =>
        WriteForSureAsync(async (tx, token) => { await work(tx, token); return true; }, ct);

    /// <summary>True when a write failed because a row with its key exists already.</summary>
    public bool IsDuplicateKey(Exception error) => engine.IsDuplicateKey(error);

    /// <summary>True when a failed read or write may succeed a moment later.</summary>
    public bool IsTransient(Exception error) => FaultOf(error) != DatabaseFault.Own;

    /// <summary>What stood against a read or a write.</summary>
    public DatabaseFault FaultOf(Exception error) => error is DatabaseUnavailableException unavailable ? unavailable.Fault : engine.FaultOf(error);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<WriteTransaction, CancellationToken, Task> work, CancellationToken ct = default) =>
        commits.SubmitAsync(async (tx, token) => { await work(tx, token); return true; }, ct);
}
