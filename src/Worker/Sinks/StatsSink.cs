using AgentMail.Core.Events;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;

namespace AgentMail.Worker.Sinks;

/// <summary>Counts emails and events for <c>/v1/stats</c>. Under load it takes many events at once, because a count that rises by a hundred costs what one costs that rises by one.</summary>
internal sealed class StatsSink(StatsLedger ledger, StatsStart start) : IExactSink
{
    public string Name => StatsLedger.Name;

    public int Batch => 2000;

    public TimeSpan Poll => TimeSpan.FromMilliseconds(500);

    public Task StartAsync(CancellationToken ct) => start.EnsureAsync(ct);

    public Task<Func<WriteTransaction, CancellationToken, Task>> PrepareAsync(long place, IReadOnlyList<EventRow> events, CancellationToken ct) =>
        ledger.CountAsync(place, events, ct);
}
