using System.Diagnostics;
using System.Threading.Channels;
using AgentMail.Core.Events;
using AgentMail.Core.Hosting;
using AgentMail.Core.Telemetry;

namespace AgentMail.Core.Storage;

/// <summary>
/// Writes that arrive while another commit is under way share the next one. A commit costs more than sending a mail does, so this is
/// what a loaded system lives from; an idle one commits each write at once.
/// </summary>
/// <param name="engine">The database.</param>
/// <param name="state">Learns whether writes succeed.</param>
/// <param name="metrics">Counts.</param>
/// <param name="journal">Tells of each event once it is on disk.</param>
/// <param name="patience">How old a write may become before it is given up.</param>
/// <param name="appended">Learns of each commit with events.</param>
public sealed class GroupCommit(
    IDatabaseEngine engine, DatabaseState? state = null, DatabaseMetrics? metrics = null, EventJournal? journal = null, TimeSpan? patience = null,
    EventSignal? appended = null) : IAsyncDisposable
{
    private const int LargestGroup = 100;
    private const int Tries = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    // Whoever ends a process waits for this after everything else; a database that says nothing must not keep it.
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _patience = patience ?? AgentMailOptions.DefaultDatabaseTimeout;

    private readonly Channel<Work> _queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(10_000) { SingleReader = false });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task[]? _writers;

    /// <summary>Queues a unit of work and waits until it is committed.</summary>
    public async Task<T> SubmitAsync<T>(Func<WriteTransaction, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        EnsureStarted();
        var item = new Work<T>(work);
        await _queue.Writer.WriteAsync(item, ct);
        return await item.Done.Task.WaitAsync(ct);
    }

    /// <summary>Finishes what was queued, if the database takes it soon, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stopping.CancelAfter(TimeToFinish);
        if (_writers is not null)
            await Task.WhenAll(_writers);
        _stopping.Dispose();
    }

    private void EnsureStarted()
    {
        if (_writers is not null)
            return;
        lock (_starting)
            _writers ??= [.. Enumerable.Range(0, engine.ParallelWriters).Select(_ => Task.Run(WriteLoopAsync))];
    }

    private async Task WriteLoopAsync()
    {
        var group = new List<Work>(LargestGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var work))
                group.Add(work);
            if (group.Count > 0)
                await CommitAsync(group);
            group.Clear();
        }
    }

    /// <summary>What concerns the database is waited for together; what may be one member's doing, by each alone. The fault that was left, if any.</summary>
    private async Task<Exception?> CommitAsync(List<Work> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            var error = await TryCommitAsync(group);
            if (error is null)
            {
                state?.Took();
                return null;
            }
            var fault = engine.FaultOf(error);
            metrics?.Failed(fault);
            if (group.Count > 1 && !_stopping.IsCancellationRequested && fault is DatabaseFault.Own or DatabaseFault.Conflict)
                return await CommitEachAsync(group);
            var over = group.FindAll(work => fault == DatabaseFault.Own || attempt == Tries || work.Age >= _patience || _stopping.IsCancellationRequested);
            Fail(over, fault, error);
            group = [.. group.Except(over)];
            if (group.Count == 0)
                return error;
            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt));
        }
    }

    private async Task<Exception?> CommitEachAsync(List<Work> group)
    {
        Exception? last = null;
        foreach (var work in group)
        {
            // Who has waited through the same outage for long enough is not made to wait for a further try.
            if (last is not null && engine.FaultOf(last) is var fault and not DatabaseFault.Own && work.Age >= _patience)
                Fail([work], fault, last);
            else
                last = await CommitAsync([work]);
        }
        return last;
    }

    private void Fail(List<Work> works, DatabaseFault fault, Exception error)
    {
        if (works.Count > 0 && fault is not (DatabaseFault.Own or DatabaseFault.Conflict))
            state?.Refused(fault, error);
        foreach (var work in works)
            work.Fail(fault == DatabaseFault.Own ? error : new DatabaseUnavailableException("The database did not take a write.", error) { Fault = fault });
    }

    private async Task<Exception?> TryCommitAsync(List<Work> group)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        deadline.CancelAfter(Deadline);
        var began = Stopwatch.GetTimestamp();
        WriteTransaction scope;
        try
        {
            await using var db = engine.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(deadline.Token);
            scope = new WriteTransaction(db);
            foreach (var work in group)
                await work.RunAsync(scope, deadline.Token);
            await scope.FlushAsync(deadline.Token);
            await transaction.CommitAsync(deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error is OperationCanceledException ? new TimeoutException("The database took too long.", error) : error;
        }
        if (scope.Appended.Count > 0)
            appended?.Raise();
        metrics?.Committed(group.Count, Stopwatch.GetElapsedTime(began));
        foreach (var work in group)
            work.Complete();
        Tell(scope);
        return null;
    }

    private void Tell(WriteTransaction written)
    {
        if (journal is not { IsRead: true })
            return;
        foreach (var (row, facts) in written.Appended)
            journal.Tell(row, facts);
    }

    private abstract class Work
    {
        private readonly long _queuedAt = Stopwatch.GetTimestamp();

        public TimeSpan Age => Stopwatch.GetElapsedTime(_queuedAt);

        public abstract Task RunAsync(WriteTransaction transaction, CancellationToken ct);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<WriteTransaction, CancellationToken, Task<T>> run) : Work
    {
        private T? _result;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task RunAsync(WriteTransaction transaction, CancellationToken ct) => _result = await run(transaction, ct);

        public override void Complete() => Done.TrySetResult(_result!);

        public override void Fail(Exception error) => Done.TrySetException(error);
    }
}
