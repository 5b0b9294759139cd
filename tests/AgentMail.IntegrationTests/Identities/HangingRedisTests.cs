using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>Redis takes what is sent to it and never answers: the worst of its troubles, because only a clock ends the wait.</summary>
public sealed class HangingRedisTests(IntegrationServers servers) : IAsyncLifetime
{
    private const int AtOnce = 200;

    private RedisServer _redis = null!;
    private IdentityNodes _nodes = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _nodes = await IdentityNodes.StartAsync(servers, _redis.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.ThawAsync();
        await _nodes.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Those_who_ask_when_it_begins_wait_a_quarter_of_a_second_and_the_next_not_at_all()
    {
        await _nodes.StoredAsync();
        using var counts = new Counts(_nodes.One.Get<IMeterFactory>());
        // The pool of database connections is warm, and what that did to a busy machine is over.
        await ResolveAsync(0);
        var version = 0L;
        await Eventually.BecomesAsync(() => IsAskedAsync(counts, --version), asked => asked);
        await _redis.FreezeAsync();
        var before = counts["agentmail.redis.faults timeout"];

        var froze = Stopwatch.GetTimestamp();
        var first = await ResolveAsync(1);
        var waited = counts["agentmail.redis.faults timeout"] - before;
        // On a machine that keeps the last of them waiting for that long, one of those asks again.
        var mayWait = AtOnce + (int)(Stopwatch.GetElapsedTime(froze).TotalSeconds / 2);
        var began = Stopwatch.GetTimestamp();
        var later = new List<TimeSpan>();
        for (var round = 2; Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5); round++)
            later.AddRange(await ResolveAsync(round));

        var waits = counts["agentmail.redis.faults timeout"] - before - waited;
        var elapsed = Stopwatch.GetElapsedTime(began);
        TestContext.Current.SendDiagnosticMessage(
            $"first {AtOnce}: {waited} waited, slowest {first.Max().TotalMilliseconds:0} ms; then {later.Count} in {elapsed.TotalSeconds:0.0} s: {waits} waited, median {later.Order().ElementAt(later.Count / 2).TotalMilliseconds:0.0} ms");
        Assert.InRange(waited, 1, mayWait);
        Assert.InRange(waits, 1, (int)(elapsed.TotalSeconds / 2) + 1);
        Assert.True(later.Count > 20 * waits, $"Only {later.Count} in {elapsed}.");
    }

    /// <summary>So many lookups at once of entries that nobody has: versions that never were. How long each took.</summary>
    private async Task<IReadOnlyList<TimeSpan>> ResolveAsync(int round) =>
        await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(i => ResolveVersionAsync(1_000_000 + (round * AtOnce) + i)));

    private async Task<TimeSpan> ResolveVersionAsync(long version)
    {
        var began = Stopwatch.GetTimestamp();
        Assert.IsType<IdentityResolution.Resolved>(await _nodes.One.Get<IdentityCache>().ResolveAsync("acme", SenderKind.Agent, "ann", version, Cancellation));
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Whether one more lookup asks Redis, and gets an answer.</summary>
    private async Task<bool> IsAskedAsync(Counts counts, long version)
    {
        var before = Troubles(counts);
        await ResolveVersionAsync(version);
        return Troubles(counts) == before;
    }

    private static long Troubles(Counts counts) => counts["agentmail.redis.faults"] + counts["agentmail.redis.spared"];
}
