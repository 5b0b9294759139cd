using AgentMail.Core.Emails;
using AgentMail.Core.Storage;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit.Installation;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Which worker process holds which lanes, as the database has it.</summary>
internal sealed class LaneHolders(string database) : IAsyncDisposable
{
    private readonly ProcessServices _core = new(database);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Keys of the lanes a worker holds.</summary>
    public async Task<IReadOnlyList<string>> LanesOfAsync(ProgramProcess worker)
    {
        var (part, now) = ($"-{worker.Id}-", TimeProvider.System.GetUtcNow());
        await using var db = _core.Get<Database>().Read();
        return await db.Lanes.Where(l => l.Owner!.Contains(part) && l.LeaseUntil >= now).Select(l => l.Key).ToListAsync(Cancellation);
    }

    /// <summary>How many lanes each worker holds.</summary>
    public async Task<int[]> CountsAsync(params IEnumerable<ProgramProcess> workers)
    {
        var counts = new List<int>();
        foreach (var worker in workers)
            counts.Add((await LanesOfAsync(worker)).Count);
        return [.. counts];
    }

    /// <summary>Who holds the agent's lane.</summary>
    public async Task<ProgramProcess?> HolderAsync(string agent, IEnumerable<ProgramProcess> workers)
    {
        foreach (var worker in workers)
        {
            if ((await LanesOfAsync(worker)).Any(lane => lane.EndsWith($":{agent}", StringComparison.Ordinal)))
                return worker;
        }
        return null;
    }

    /// <summary>What a worker held that is dead for sure is free, so that nobody need wait until its leases have run out.</summary>
    public Task FreeAsync(ProgramProcess dead)
    {
        var part = $"-{dead.Id}-";
        return _core.Get<Database>().WriteAsync(
            (tx, ct) => tx.Db.Lanes.Where(l => l.Owner!.Contains(part)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Owner, (string?)null), ct), Cancellation);
    }

    /// <summary>How many emails have each status.</summary>
    public async Task<Dictionary<EmailStatus, int>> StatusesAsync()
    {
        await using var db = _core.Get<Database>().Read();
        return await db.Emails.GroupBy(e => e.Status).ToDictionaryAsync(g => g.Key, g => g.Count(), Cancellation);
    }

    public ValueTask DisposeAsync() => _core.DisposeAsync();
}
