using System.Diagnostics;

namespace AgentMail.Bench.EndToEnd;

/// <summary>Posts emails, as fast as they are taken or at a rate of its own.</summary>
internal sealed class Load(HttpClient client, Letters letters)
{
    private int _next;

    /// <summary>Each connection posts again as soon as it has its answer.</summary>
    public async Task<Posts> BurstAsync(int count, int connections)
    {
        var posts = New(count);
        var index = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (var mine = Interlocked.Increment(ref index); mine < count; mine = Interlocked.Increment(ref index))
                await posts.PostAsync(mine, client, letters);
        }));
        return posts;
    }

    /// <summary>Posts by the clock and waits for no answer: a slow one delays none of those behind it, as it is with many callers.</summary>
    public async Task<Posts> OpenLoopAsync(int count, double perSecond)
    {
        var posts = New(count);
        var running = new List<Task>(count);
        var clock = Stopwatch.StartNew();
        while (running.Count < count)
        {
            while (running.Count < count && running.Count < clock.Elapsed.TotalSeconds * perSecond)
                running.Add(posts.PostAsync(running.Count, client, letters));
            await Task.Delay(1);
        }
        await Task.WhenAll(running);
        return posts;
    }

    private Posts New(int count)
    {
        var first = _next;
        _next += count;
        return new(first, count);
    }
}
