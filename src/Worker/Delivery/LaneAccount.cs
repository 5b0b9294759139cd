using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Delivery;

/// <summary>The mailbox a lane signs in to: its open transport, its pause, its refusals. Replaced when the account changes.</summary>
internal sealed class LaneAccount(LaneLease lease, LanePause? pause, LaneStore store, TransportFactory transports) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<ITransport> _replaced = [];
    private LanePause? _pause = pause;
    private bool _suspect = true;
    private AccountSettings? _settings;
    private ITransport? _transport;
    private DeliveryError? _error;

    /// <summary>The mailbox's limits; null until an email has opened it.</summary>
    public ServerLimits? Limits => _settings?.Limits;

    /// <summary>Why this version of the account may not sign in; null when it may. A good test may have ended, on any worker, the pause remembered here.</summary>
    public async Task<DeliveryError?> PauseOfAsync(SendingIdentity identity, CancellationToken ct)
    {
        if (Remembered(identity) is null)
            return null;
        _pause = await store.PauseOfAsync(lease.Lane, ct);
        return Remembered(identity);
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
                if (_transport is not null)
                    _replaced.Add(_transport);
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

    /// <summary>Notes a good sign-in.</summary>
    public async Task SignedInAsync(SendingIdentity identity, CancellationToken ct)
    {
        if (!_suspect)
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
        if (_transport is not null)
            await _transport.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>What makes two sign-ins the same.</summary>
    private sealed record AccountSettings(ServerEndpoint Server, string? UserId, string? SealedPassword, ServerLimits Limits)
    {
        public static AccountSettings Of(SendingIdentity identity) =>
            new(identity.Server, identity.UserId, identity.SealedPassword, identity.Limits with { MaxMessageBytes = null });
    }
}
