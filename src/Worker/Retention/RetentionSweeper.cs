using AgentMail.Core.Retention;
using AgentMail.Core.TestEmails;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Retention;

/// <summary>
/// Removes what has outlived its time, from time to time and in small steps. After each step it rests for several times as long, so that
/// mail has the database; a tenant with much to remove waits its turn like all others.
/// </summary>
internal sealed class RetentionSweeper(
    RetentionStore store, WebhookRetention webhooks, TypedValuesStore typedValues, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<RetentionSweeper> log) : BackgroundService
{
    private const int Rest = 3;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, clock);
        do
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("What has outlived its time could not be removed, and is next time: {Error}", error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        var (startedAt, removed, last) = (clock.GetTimestamp(), 0L, 0);
        do
        {
            last = await TurnAsync(ct);
            removed += last;
        }
        while (last > 0 && clock.GetElapsedTime(startedAt) < LongestRound);
        if (removed > 0)
            log.LogInformation("Retention: {Count} messages, events, emails, counts, deliveries to webhooks, keys, operations and typed values were removed", removed);
    }

    /// <summary>One step of each kind for each tenant, and all there is of what belongs to none; how much was removed.</summary>
    private async Task<int> TurnAsync(CancellationToken ct)
    {
        var limit = options.Value.BatchSize;
        var removed = 0;
        foreach (var tenant in await store.PeriodsAsync(ct))
        {
            removed += await StepAsync(() => store.RemoveBodiesAsync(tenant, limit, ct), ct);
            removed += await StepAsync(() => store.RemoveEventsAsync(tenant, limit, ct), ct);
            removed += await StepAsync(() => store.RemoveEmailsAsync(tenant, limit, ct), ct);
            removed += await StepAsync(() => store.RemoveCountsAsync(tenant, limit, ct), ct);
            removed += await StepAsync(() => webhooks.RemoveAsync(tenant, limit, ct), ct);
        }
        // With thousands of tenants a turn takes minutes, and each of their emails may leave a key.
        removed += await StepsAsync(() => store.RemoveKeysAsync(limit, ct), ct);
        removed += await StepsAsync(() => typedValues.RemoveExpiredAsync(limit, ct), ct);
        return removed + await StepsAsync(() => store.RemoveOperationsAsync(clock.GetUtcNow().AddDays(-options.Value.OperationDays), limit, ct), ct);
    }

    private async Task<int> StepsAsync(Func<Task<int>> remove, CancellationToken ct)
    {
        var (startedAt, removed, last) = (clock.GetTimestamp(), 0, 0);
        do
        {
            last = await StepAsync(remove, ct);
            removed += last;
        }
        while (last > 0 && clock.GetElapsedTime(startedAt) < LongestRound);
        return removed;
    }

    private async Task<int> StepAsync(Func<Task<int>> remove, CancellationToken ct)
    {
        var startedAt = clock.GetTimestamp();
        var removed = await remove();
        if (removed == 0)
            return 0;
        var rest = clock.GetElapsedTime(startedAt) * Rest;
        await Task.Delay(rest < ShortestRest ? ShortestRest : rest > LongestRest ? LongestRest : rest, clock, ct);
        return removed;
    }
}
