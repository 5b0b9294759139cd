using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>Deals the lanes of a worker that stops out to the others: each to the one that has the fewest by then.</summary>
internal sealed class Successors
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<string, (int Lanes, string Worker)> _workers;

    public Successors(IEnumerable<WorkerLoad> workers) =>
        _workers = new(workers.Select(w => (w.Worker, (w.Lanes, w.Worker))), Comparer<(int Lanes, string Worker)>.Create(
            (a, b) => a.Lanes != b.Lanes ? a.Lanes.CompareTo(b.Lanes) : string.CompareOrdinal(a.Worker, b.Worker)));

    /// <summary>Who gets the next lane; null when there is nobody.</summary>
    public string? Next()
    {
        lock (_gate)
        {
            if (!_workers.TryDequeue(out var next, out var load))
                return null;
            _workers.Enqueue(next, (load.Lanes + 1, next));
            return next;
        }
    }
}
