using AgentMail.TestKit.Http;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Posts an email of each agent again and again, so that their lanes always have something to do.</summary>
internal sealed class SteadyMail : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _posting;
    private int _posted;

    public SteadyMail(HttpClient admin, IReadOnlyList<string> agents, TimeSpan every) => _posting = PostAsync(admin, agents, every);

    /// <summary>How many were accepted; each has a recipient of its own.</summary>
    public int Posted => Volatile.Read(ref _posted);

    /// <summary>Ends it; how many there were.</summary>
    public async Task<int> EndAsync()
    {
        await _enough.CancelAsync();
        await _posting;
        return Posted;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _enough.Dispose();
    }

    private async Task PostAsync(HttpClient admin, IReadOnlyList<string> agents, TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        while (!_enough.IsCancellationRequested)
        {
            var items = agents.Select((agent, i) => new
            {
                sender = new { agentId = agent },
                to = new[] { $"nr-{_posted + i}@example.net" },
                subject = "Hi",
                text = "Hello",
            });
            await admin.PostAsync("/v1/emails/batch", new { items });
            Interlocked.Add(ref _posted, agents.Count);
            await timer.WaitForNextTickAsync(_enough.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
