using System.Threading.Channels;

namespace AgentMail.Core.Storage;

/// <summary>
/// Writes that arrive while another commit is under way share the next one. A commit costs more than sending a mail does, so this is
/// what a loaded system lives from; an idle one commits each write at once.
/// </summary>
public sealed class GroupCommit(IDatabaseEngine engine) : IAsyncDisposable
{
    private const int LargestGroup = 100;
    private const int Tries = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

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

    /// <summary>Finishes what was queued, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
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

    private async Task CommitAsync(List<Work> group)
    {
        if (group.Count > 1 && await TryCommitAsync(group) is null)
            return;
        foreach (var work in group)
            await CommitAloneAsync(work);
    }

    private async Task CommitAloneAsync(Work work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var error = await TryCommitAsync([work]);
            if (error is null)
                return;
            if (!engine.IsTransient(error))
            {
                work.Fail(error);
                return;
            }
            if (attempt == Tries)
            {
                work.Fail(new DatabaseUnavailableException("The database did not take a write.", error));
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt));
        }
    }

    private async Task<Exception?> TryCommitAsync(List<Work> group)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        deadline.CancelAfter(Deadline);
        try
        {
            await using var db = engine.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(deadline.Token);
            var scope = new WriteTransaction(db);
            foreach (var work in group)
                await work.RunAsync(scope, deadline.Token);
            await scope.FlushAsync(deadline.Token);
            await transaction.CommitAsync(deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error is OperationCanceledException ? new TimeoutException("The database took too long.", error) : error;
        }
        foreach (var work in group)
            work.Complete();
        return null;
    }

    private abstract class Work
    {
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
