using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Delivery;

/// <summary>Everything a lane needs from the worker it runs in.</summary>
internal sealed record LaneServices(
    LaneStore Lanes, DeliveryStore Store, CrashRecovery Recovery, EmailDelivery Delivery, TransportFactory Transports, IdentityCache Identities,
    TimeProvider Clock, ILogger<Lane> Log);

/// <summary>
/// Sends for one mailbox at one server while this worker holds the lease: finds what is due, keeps to the mailbox's limits, and
/// gives the lease back when there has been nothing to do for a while.
/// </summary>
internal sealed class Lane(LaneLease lease, LanePause? pause, DeliveryOptions options, LaneServices services)
{
    private const int Lookahead = 50;


    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly Signal _rung = new();
    private readonly Signal _finished = new();
    private readonly MinuteWindow _window = new();
    private volatile bool _faulted;
    private readonly Dictionary<string, Task> _inFlight = new(StringComparer.Ordinal);

    /// <summary>Something may be due.</summary>
    public void Ring() => _rung.Set();

    /// <summary>Works until there is nothing to do, until <paramref name="stopping"/>, or until the lease is lost (<paramref name="abort"/>).</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        await services.Recovery.RecoverAsync(lease, abort);
        await using var account = new LaneAccount(lease, pause, services.Lanes, services.Transports);
        try
        {
            while (!_faulted && !stopping.IsCancellationRequested && await WorkAsync(account, stopping, abort))
            {
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abort.IsCancellationRequested)
        {
            services.Log.LogDebug("Lane {Lane} stops", lease.Lane);
        }
        finally
        {
            await Task.WhenAll(Running());
        }
    }

    /// <summary>One look: starts what is due, or waits. False when the lane has been idle for long enough.</summary>
    private async Task<bool> WorkAsync(LaneAccount account, CancellationToken stopping, CancellationToken abort)
    {
        var due = await services.Store.DueAsync(lease, InFlight(), Lookahead, stopping);
        foreach (var email in due)
        {
            await WaitForPlaceAsync(email, account, stopping);
            Start(email, account, abort);
        }
        return due.Count > 0 || await WaitForWorkAsync(stopping);
    }

    private async Task WaitForPlaceAsync(Email email, LaneAccount account, CancellationToken stopping)
    {
        var limits = account.Limits ?? await LimitsAsync(email, stopping);
        while (limits.MessagesPerMinute is { } perMinute && _window.Take(perMinute, services.Clock.GetUtcNow()) is { Ticks: > 0 } wait)
            await Task.Delay(wait, services.Clock, stopping);
        while (Count() >= (limits.MaxConnections ?? ServerLimits.DefaultMaxConnections))
            await _finished.WaitAsync(options.LaneIdle, services.Clock, stopping);
    }

    private async Task<ServerLimits> LimitsAsync(Email email, CancellationToken ct) =>
        await services.Identities.ResolveAsync(email.TenantId, email.SenderKind, email.SenderId, ct) is IdentityResolution.Resolved resolved
            ? resolved.Identity.Limits
            : new();

    /// <summary>Waits for a ring, which the sweeper gives too; false when the lane has been idle for long enough.</summary>
    private async Task<bool> WaitForWorkAsync(CancellationToken stopping)
    {
        while (!await _rung.WaitAsync(options.LaneIdle, services.Clock, stopping))
        {
            if (Count() == 0)
                return false;
        }
        return true;
    }

    private void Start(Email email, LaneAccount account, CancellationToken abort)
    {
        lock (_inFlight)
            _inFlight[email.Id] = Task.Run(() => DeliverAsync(email, account, abort), CancellationToken.None);
    }

    private async Task DeliverAsync(Email email, LaneAccount account, CancellationToken abort)
    {
        try
        {
            await services.Delivery.DeliverAsync(email, lease, account, abort);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The row says how far it came, and settling it is the first thing that the next holder of the lane does: let go of it.
            services.Log.LogError(error, "Email {EmailId} on {Lane}: the attempt broke off", email.Id, lease.Lane);
            _faulted = true;
            _rung.Set();
            await Task.Delay(PauseAfterFault, services.Clock, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_inFlight)
                _inFlight.Remove(email.Id);
            _finished.Set();
        }
    }

    private int Count()
    {
        lock (_inFlight)
            return _inFlight.Count;
    }

    private string[] InFlight()
    {
        lock (_inFlight)
            return [.. _inFlight.Keys];
    }

    private Task[] Running()
    {
        lock (_inFlight)
            return [.. _inFlight.Values];
    }
}
