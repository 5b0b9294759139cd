using System.Collections.Concurrent;
using AgentMail.Core.Hosting;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using AgentMail.Worker.Delivery;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Webhooks;

/// <summary>
/// Finds endpoints with deliveries due, takes their leases, and has each called by itself. Those that fail have places of their own, so
/// that however many hang, they take none from those that do not.
/// </summary>
internal sealed class WebhookDispatcher(
    EndpointServices services, WebhookBell bell, RunMode mode, WorkerId worker, IOptions<DeliveryOptions> delivery, IHostApplicationLifetime lifetime, ILogger<WebhookDispatcher> log)
    : BackgroundService
{
    private const int MostHealthy = 200;
    private const int MostFailing = 50;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string TenantId, string WebhookId), RunningEndpoint> _running = new();
    private readonly CancellationTokenSource _abort = new();
    private long _renewedAt = services.Clock.GetTimestamp();
    private bool _isClean = !mode.IsEmbedded;
    private volatile bool _othersWait;

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Said at once when the process is asked to end; the host stops its services one after the other.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested)
        {
            await Guarded(LookAsync, stopping.Token);
            if (services.Clock.GetElapsedTime(_renewedAt) >= WebhookLease.Renewal)
                await Guarded(RenewAsync, stopping.Token);
            await bell.WaitAsync(Poll, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await EndAsync();
    }

    private async Task LookAsync(CancellationToken ct)
    {
        if (!_isClean)
        {
            // An embedded database belongs to one process, so leases found at its start are those of a dead one.
            await services.Lanes.ReleaseAllAsync(ct);
            _isClean = true;
        }
        var othersWait = false;
        foreach (var due in await services.Queue.EndpointsAsync(worker.Value, ct))
        {
            if (_running.TryGetValue((due.TenantId, due.WebhookId), out var running))
                running.Ring();
            else if (_running.Count(r => r.Value.IsFailing == due.IsFailing) < (due.IsFailing ? MostFailing : MostHealthy))
                Start(due, ct);
            else
                othersWait |= !due.IsFailing;
        }
        _othersWait = othersWait;
    }

    private void Start(DueWebhook due, CancellationToken stopping)
    {
        var running = new RunningEndpoint(_abort.Token) { IsFailing = due.IsFailing };
        _running[(due.TenantId, due.WebhookId)] = running;
        running.Task = Task.Run(() => RunAsync(due, running, stopping), CancellationToken.None);
    }

    private async Task RunAsync(DueWebhook due, RunningEndpoint running, CancellationToken stopping)
    {
        try
        {
            if (await services.Lanes.AcquireAsync(due.TenantId, due.WebhookId, worker.Value, stopping) is { } held)
                await RunAsync(held.Lease, held.Health, running, stopping);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (stopping.IsCancellationRequested)
                return;
            if (error is DatabaseUnavailableException or LeaseLostException or OperationCanceledException)
                log.LogInformation("Calls of webhook {Webhook} of tenant {Tenant} stop for a moment: {Error}", due.WebhookId, due.TenantId, error.Message);
            else
                log.LogError(error, "Calls of webhook {Webhook} of tenant {Tenant} broke off; they begin again in a moment", due.WebhookId, due.TenantId);
            await Task.Delay(PauseAfterFault, services.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _running.TryRemove((due.TenantId, due.WebhookId), out _);
            running.Dispose();
        }
    }

    private async Task RunAsync(WebhookLease lease, WebhookHealth health, RunningEndpoint running, CancellationToken stopping)
    {
        var run = new EndpointRun(lease, health, services, () => _othersWait);
        running.Attach(run);
        try
        {
            await run.RunAsync(stopping, running.Aborted);
        }
        finally
        {
            await services.Lanes.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        var before = _running.Where(r => r.Value.IsHeld).ToList();
        if (before.Count > 0)
        {
            var held = (await services.Lanes.RenewAsync(worker.Value, ct)).ToHashSet();
            foreach (var (endpoint, running) in before.Where(r => !held.Contains(r.Key) && _running.ContainsKey(r.Key)))
            {
                log.LogWarning("The lease of webhook {Webhook} of tenant {Tenant} was lost", endpoint.WebhookId, endpoint.TenantId);
                running.BreakOff();
            }
        }
        _renewedAt = services.Clock.GetTimestamp();
    }

    /// <summary>Calls under way may come to their end, and their leases are kept until then; the next worker finds the endpoints free.</summary>
    private async Task EndAsync()
    {
        _abort.CancelAfter(delivery.Value.DrainTimeout);
        var all = Task.WhenAll(_running.Values.Select(r => r.Task));
        while (await Task.WhenAny(all, Task.Delay(WebhookLease.Renewal, services.Clock)) != all)
            await Guarded(RenewAsync, CancellationToken.None);
        await Guarded(ct => services.Lanes.ReleaseAllOfAsync(worker.Value, ct), CancellationToken.None);
    }

    private async Task Guarded(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (!ct.IsCancellationRequested)
                log.LogWarning("Webhooks could not be looked after; it is tried again: {Error}", error.Message);
        }
    }
}
