using AgentMail.Core.Templates;
using AgentMail.TestKit;

namespace AgentMail.Tests.Core.Templates;

public sealed class RenderingTurnsTests : IDisposable
{
    private readonly RenderingTurns _turns = new(processors: 4);
    private readonly ManualResetEventSlim _end = new();
    private int _running;
    private int _most;

    public void Dispose()
    {
        _turns.Dispose();
        _end.Dispose();
    }

    [Fact]
    public async Task A_batch_of_one_tenant_takes_half_of_the_processors_and_others_still_get_one()
    {
        var batch = Enumerable.Range(0, 50).Select(_ => RunAsync("acme", Wait)).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref _running) == 2);

        Assert.Equal(7, await RunAsync("globex", () => 7).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        _end.Set();
        await Task.WhenAll(batch);
        Assert.Equal(2, _most);
    }

    [Fact]
    public async Task Whoever_waits_no_more_takes_no_turn_and_a_fault_gives_it_back()
    {
        var running = new[] { RunAsync("acme", Wait), RunAsync("acme", Wait) };
        await Eventually.TrueAsync(() => Volatile.Read(ref _running) == 2);
        using var gone = new CancellationTokenSource();
        var waiting = _turns.RunAsync("acme", () => 1, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _end.Set();
        await Task.WhenAll(running);

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("acme", () => throw new InvalidOperationException()));

        Assert.Equal(7, await RunAsync("acme", () => 7));
    }

    private Task<int> RunAsync(string tenantId, Func<int> render) =>
        Task.Run(() => _turns.RunAsync(tenantId, render, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    private int Wait()
    {
        lock (_turns)
            _most = Math.Max(_most, ++_running);
        Assert.True(_end.Wait(TimeSpan.FromSeconds(30)));
        lock (_turns)
            return --_running;
    }
}
