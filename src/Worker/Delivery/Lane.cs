using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.Storage;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>Everything a lane needs from the worker it runs in.</summary>
internal sealed record LaneServices(
    LaneStore Lanes, LaneSends Sends, DeliveryStore Store, CrashRecovery Recovery, LaneExpiry Expiry, EmailDelivery Delivery, TransportFactory Transports, IdentityCache Identities,
    IOptions<DeliveryOptions> Options, IOptions<RetryOptions> Retry, TimeProvider Clock, ILogger<Lane> Log);

/// <summary>
/// Sends for one mailbox at one server while this worker holds the lease: finds what is due, keeps to the mailbox's limits, and
/// gives the lease back when there has been nothing to do for a while.
/// </summary>
internal sealed class Lane : IAsyncDisposable
{
    private const int Lookahead = 50;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);

    private readonly LaneLease _lease;
    private readonly LaneServices _services;
    private readonly DeliveryOptions _options;
    private readonly Signal _rung = new();
    private readonly Signal _changed = new();
    private readonly LaneAttempts _attempts = new();
    private readonly LaneAccount _account;
    private readonly LanePlaces _places;
    private readonly LaneDeparture _departure;
    private LaneSlowness? _expiredFor;
    private volatile bool _faulted;

    public Lane(LaneLease lease, LaneAnswer answer, LaneServices services)
    {
        (_lease, _services, _options) = (lease, services, services.Options.Value);
        _departure = new(services.Clock);
        var pace = new LanePace(_options, SettlementPolicy.SecondTryAfter(services.Retry.Value));
        var brake = new LaneBrake(lease.Lane, answer.Slowness, pace, services.Lanes, _options.SweepInterval, services.Clock);
        _account = new(lease, answer.Pause, brake, services.Lanes, services.Transports, _changed);
        _places = new(lease.Lane, _account, _attempts, services.Sends, _changed, _options.LaneIdle, services.Clock);
    }

    /// <summary>Something may be due.</summary>
    public void Ring() => _rung.Set();

    /// <summary>Asks it to end what runs, and then to go to that worker.</summary>
    public void LeaveFor(string worker) => _departure.Ask(worker);

    /// <summary>True once it has been asked to.</summary>
    public bool IsLeaving => _departure.To is not null;

    /// <summary>What it does just now.</summary>
    public LaneActivity Activity
    {
        get
        {
            var (oldest, last) = _attempts.Began;
            return new(_lease.Lane, oldest, last, _departure.MayBeAsked);
        }
    }

    /// <summary>
    /// Works until there is nothing to do, until it leaves for another worker, until <paramref name="stopping"/>, or until the lease is
    /// lost (<paramref name="abort"/>).
    /// </summary>
    /// <returns>The worker it leaves for, if any.</returns>
    public async Task<string?> RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        await _services.Recovery.RecoverAsync(_lease, abort);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, abort);
            while (true)
            {
                await _departure.UntilAskedAsync(turn => WorkAsync(turn, abort), ending.Token);
                if (_faulted || ending.IsCancellationRequested || _departure.To is not { } to)
                    return null;
                if (await _attempts.AllEndAsync(LaneDeparture.Patience, _services.Clock, ending.Token))
                    return to;
                _departure.Stay();
            }
        }
        finally
        {
            await _attempts.AllAsync();
        }
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _account.DisposeAsync();

    /// <summary>Ends when there is nothing to do.</summary>
    private async Task WorkAsync(CancellationToken stopping, CancellationToken abort)
    {
        while (!_faulted && !stopping.IsCancellationRequested && await LookAsync(stopping, abort))
        {
        }
    }

    /// <summary>One look: starts what is due, or waits. False when the lane has been idle for long enough.</summary>
    private async Task<bool> LookAsync(CancellationToken stopping, CancellationToken abort)
    {
        if (_account.Brake.Slowness is { } slowness)
        {
            await ExpireAsync(slowness, stopping);
            if (_account.Brake.IsOn)
                return await WaitWhileSlowAsync(slowness, stopping);
        }
        var due = await _services.Store.DueAsync(_lease, _attempts.Emails, Lookahead, stopping);
        foreach (var email in due)
        {
            if (await _places.WaitAsync(_account.Limits ?? await LimitsAsync(email, stopping), stopping) is not { } place)
                return true;
            _attempts.Start(email.Id, _services.Clock.GetUtcNow(), () => DeliverAsync(email, place, abort));
        }
        return due.Count > 0 || await WaitForWorkAsync(stopping);
    }

    /// <summary>Once per slowdown, and again before the attempt that may end it.</summary>
    private async Task ExpireAsync(LaneSlowness slowness, CancellationToken stopping)
    {
        if (ReferenceEquals(slowness, _expiredFor) && _account.Brake.IsOn)
            return;
        _expiredFor = slowness;
        await _services.Expiry.ExpireAsync(_lease, slowness.Why, stopping);
    }

    private async Task<ServerLimits> LimitsAsync(Email email, CancellationToken ct) =>
        await _services.Identities.ResolveAsync(email.TenantId, email.SenderKind, email.SenderId, ct) is IdentityResolution.Resolved resolved
            ? resolved.Identity.Limits
            : new();

    /// <summary>Waits for a ring, which the sweeper gives too; false when the lane has been idle for long enough.</summary>
    private async Task<bool> WaitForWorkAsync(CancellationToken stopping)
    {
        while (!await _rung.WaitAsync(_options.LaneIdle, _services.Clock, stopping))
        {
            if (_attempts.Count == 0)
                return false;
        }
        return true;
    }

    /// <summary>The same, with the time of the next attempt known.</summary>
    private async Task<bool> WaitWhileSlowAsync(LaneSlowness slowness, CancellationToken stopping)
    {
        var left = slowness.Until - _services.Clock.GetUtcNow();
        if (!await _rung.WaitAsync(left < _options.LaneIdle ? left : _options.LaneIdle, _services.Clock, stopping))
            return left <= _options.LaneIdle || _attempts.Count > 0;
        await _account.Brake.RefreshAsync(stopping);
        return true;
    }

    private async Task DeliverAsync(Email email, DateTimeOffset place, CancellationToken abort)
    {
        try
        {
            if (!await _services.Delivery.DeliverAsync(email, _lease, _account, abort))
                _places.GiveBack(place);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The row says how far it came, and settling it is the first thing that the next holder of the lane does: let go of it.
            if (error is DatabaseUnavailableException)
                _services.Log.LogWarning("Email {EmailId} on {Lane} waits for the database: {Error}", email.Id, _lease.Lane, error.Message);
            else
                _services.Log.LogError(error, "Email {EmailId} on {Lane}: the attempt broke off", email.Id, _lease.Lane);
            _faulted = true;
            _rung.Set();
            await Task.Delay(PauseAfterFault, _services.Clock, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _places.End(place);
            _attempts.End(email.Id);
            _changed.Set();
        }
    }
}
