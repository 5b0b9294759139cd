using AgentMail.Core.Events;
using AgentMail.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using System.Diagnostics.Metrics;

namespace AgentMail.Tests.Core.Events;

public sealed class SinkWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sink_is_behind_by_what_happened_after_its_cursor_since_the_first_of_it()
    {
        await using var db = await TestDatabase.OnSqliteAsync();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var watch = new SinkWatch(db.Door, new(services.GetRequiredService<IMeterFactory>(), TimeProvider.System), TimeProvider.System, NullLogger<SinkWatch>.Instance);
        var start = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
        {
            var at = start.AddMinutes(i);
            await db.Door.WriteAsync((tx, _) =>
            {
                tx.Append(new EventDraft("acme", EventTypes.ServerUpdated, at, "{}"));
                return Task.CompletedTask;
            }, Cancellation);
        }
        var numbers = (await new EventLog(db.Door).AfterAsync(0, 10, Cancellation)).Select(e => e.Number).ToList();
        await db.AddAsync(new SinkCursor { Sink = "all", Number = numbers[^1] }, new SinkCursor { Sink = "one", Number = numbers[0] });

        var lags = await watch.ReadAsync(Cancellation);

        Assert.Equal([new("all", 0, null), new SinkLag("one", 2, start.AddMinutes(1))], lags.OrderBy(l => l.Sink, StringComparer.Ordinal));
    }
}
