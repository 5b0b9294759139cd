using AgentMail.Core.Delivery;

namespace AgentMail.Worker.Delivery;

/// <summary>So many lanes to that worker.</summary>
internal sealed record LaneGift(string To, int Lanes);

/// <summary>
/// Who gives how many lanes to whom. Every worker works it out for itself from the same table and so needs nobody's word: it gives what
/// it has too much to those that have too little. What comes and goes by chance moves nothing.
/// </summary>
internal static class FairShare
{
    /// <summary>What this worker gives away now.</summary>
    /// <param name="me">This worker; one that is not among the workers gives nothing.</param>
    /// <param name="workers">All that take lanes.</param>
    /// <param name="most">Most lanes at once.</param>
    public static IReadOnlyList<LaneGift> GiftsOf(string me, IReadOnlyCollection<WorkerLoad> workers, int most)
    {
        if (workers.Count < 2)
            return [];
        var (distances, slack) = Distances(workers);
        var givers = new Queue<Distance>(distances.Where(d => d.Lanes > 0));
        var takers = new Queue<Distance>(distances.Where(d => d.Lanes < 0).Reverse());
        var gifts = new List<LaneGift>();
        while (givers.TryPeek(out var giver) && takers.TryPeek(out var taker))
        {
            var lanes = Math.Min(giver.Left, taker.Left);
            if (giver.Worker == me && most > 0 && (giver.Lanes >= slack || -taker.Lanes >= slack))
            {
                gifts.Add(new(taker.Worker, Math.Min(lanes, most)));
                most -= lanes;
            }
            if ((giver.Left -= lanes) == 0)
                givers.Dequeue();
            if ((taker.Left -= lanes) == 0)
                takers.Dequeue();
        }
        return gifts;
    }

    /// <summary>How far each is from its share, the fullest first: they keep what cannot be divided. And how far is near enough.</summary>
    private static (List<Distance> Distances, double Slack) Distances(IReadOnlyCollection<WorkerLoad> workers)
    {
        var total = workers.Sum(w => w.Lanes);
        var (share, rest) = Math.DivRem(total, workers.Count);
        var distances = workers.OrderByDescending(w => w.Lanes).ThenBy(w => w.Worker, StringComparer.Ordinal)
            .Select((w, rank) => new Distance(w.Worker, w.Lanes - share - (rank < rest ? 1 : 0))).ToList();
        // Lanes begin and fall idle by themselves; by so many a number of this size differs without any cause.
        return (distances, Math.Max(1, Math.Sqrt((double)total / workers.Count)));
    }

    private sealed class Distance(string worker, int lanes)
    {
        public string Worker => worker;

        /// <summary>Too many, or below zero too few.</summary>
        public int Lanes => lanes;

        public int Left { get; set; } = Math.Abs(lanes);
    }
}
