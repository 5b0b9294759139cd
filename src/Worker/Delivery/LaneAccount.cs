using System.Collections.Concurrent;
using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Delivery;

/// <summary>The mailbox a lane signs in to: its open transport, its pace, its pause, its refusals. Replaced when the account changes.</summary>
internal sealed class LaneAccount(
    LaneLease lease, LanePause? pause, LaneBrake brake, LaneStore store, TransportFactory transports, Signal changed) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentQueue<ITransport> _replaced = [];
    private LanePause? _pause = pause;
    private bool _suspect = true;
    private volatile bool _isPaused;
    private volatile AccountSettings? _settings;
    private volatile ITransport? _transport;
    private DeliveryError? _error;

    /// <summary>Its pace.</summary>
    public LaneBrake Brake => brake;

    /// <summary>The mailbox's limits; null until an email has opened it.</summary>
    public ServerLimits? Limits => _settings?.Limits;

    /// <summary>True while what falls due is held without an attempt.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>How many attempts may run side by side as far as signing in goes: one per connection that is signed in, and one that opens another.</summary>
    public int Capacity => (_transport?.Capacity ?? 1) + _replaced.Sum(t => t.Busy);

    /// <summary>Why this version of the account may not sign in; null when it may. A good test may have ended, on any worker, the pause remembered here.</summary>
    public async Task<DeliveryError?> PauseOfAsync(SendingIdentity identity, CancellationToken ct)
    {
        if (Remembered(identity) is not null)
            _pause = await store.PauseOfAsync(lease.Lane, ct);
        var pause = Remembered(identity);
        _isPaused = pause is not null;
        return pause;
    }

    /// <summary>The transport for the account as the identity describes it now.</summary>
    public async Task<(ITransport? Transport, DeliveryError? Error)> OpenAsync(SendingIdentity identity, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var settings = AccountSettings.Of(identity);
            if (settings != _settings)
            {
                if (_transport is { } former)
                    _replaced.Enqueue(former);
                (_transport, _error) = transports.Create(identity);
                _settings = settings;
            }
            return (_transport, _error);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Notes a refused sign-in; how many there were in a row.</summary>
    public Task<int> RefusedAsync(CancellationToken ct)
    {
        _suspect = true;
        return store.CountRefusedSignInAsync(lease, ct);
    }

    /// <summary>Notes a connection that has just signed in. A message that goes out on one kept from before proves nothing.</summary>
    public async Task SignedInAsync(SendingIdentity identity, CancellationToken ct)
    {
        changed.Set();
        if (!_suspect || _pause?.Version > identity.AccountVersion)
            return;
        (_suspect, _pause) = (false, null);
        await store.ClearAsync(lease, identity, ct);
    }

    /// <summary>Stops using this version of the account.</summary>
    public async Task PauseAsync(SendingIdentity identity, DeliveryError why, CancellationToken ct)
    {
        if (await PauseOfAsync(identity, ct) is not null)
            return;
        _pause = new(why, identity.AccountVersion);
        _suspect = true;
        await store.PauseAsync(lease, identity, _pause, ct);
    }

    private DeliveryError? Remembered(SendingIdentity identity) => _pause is { } pause && identity.AccountVersion <= pause.Version ? pause.Why : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _replaced)
            await transport.DisposeAsync();
        if (_transport is { } current)
            await current.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>What makes two sign-ins the same.</summary>
    private sealed record AccountSettings(ServerEndpoint Server, string? UserId, string? SealedPassword, ServerLimits Limits)
    {
        public static AccountSettings Of(SendingIdentity identity) =>
            new(identity.Server, identity.UserId, identity.SealedPassword, identity.Limits with { MaxMessageBytes = null });
    }
}
