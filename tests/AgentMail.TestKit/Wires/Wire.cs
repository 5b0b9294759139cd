using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AgentMail.TestKit.Wires;

/// <summary>A stretch of network before a server of this machine, for stories in which it fails.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly int _target;
    private readonly ConcurrentDictionary<WiredConnection, bool> _connections = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private TaskCompletionSource _speaks = Spoken();

    private Wire(int target, int port)
    {
        (_target, Port) = (target, port);
        Listen();
    }

    /// <summary>Connect here instead of to the server.</summary>
    public int Port { get; }

    /// <summary>Looks at all that goes to the server, and says what becomes of it.</summary>
    public Func<ReadOnlyMemory<byte>, WireFate> Fate { get; set; } = _ => WireFate.Passes;

    public static Wire To(int port) => new(port, Loopback.FreePort());

    /// <summary>Breaks off all connections (RST); new ones are taken.</summary>
    public void Sever()
    {
        foreach (var connection in _connections.Keys)
            connection.Break();
    }

    /// <summary>Breaks off all connections and refuses new ones.</summary>
    public void Cut()
    {
        lock (_gate)
            StopListening();
        Sever();
    }

    /// <summary>From now on nothing passes, and nobody is told.</summary>
    public void Silence()
    {
        lock (_gate)
            _speaks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Everything passes again, also what was said meanwhile.</summary>
    public void Mend()
    {
        lock (_gate)
        {
            if (_listener is null)
                Listen();
            _speaks.TrySetResult();
        }
    }

    /// <summary>New connections pass; those from before say nothing ever again, as through a firewall that has forgotten them.</summary>
    public void MendForgetful()
    {
        foreach (var connection in _connections.Keys)
            connection.Forget();
        Mend();
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            StopListening();
        await _ending.CancelAsync();
        Sever();
        _ending.Dispose();
    }

    private static TaskCompletionSource Spoken()
    {
        var spoken = new TaskCompletionSource();
        spoken.SetResult();
        return spoken;
    }

    private Task SpeaksAsync()
    {
        lock (_gate)
            return _speaks.Task;
    }

    private void Listen()
    {
        _listener = new(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    private void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                _ = RunAsync(new(await listener.AcceptSocketAsync(_ending.Token), _ending.Token));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task RunAsync(WiredConnection connection)
    {
        _connections[connection] = true;
        // Ended meanwhile, and so not among those that were broken off.
        if (_ending.IsCancellationRequested)
            connection.Break();
        await connection.RunAsync(_target, SpeaksAsync, bytes => Fate(bytes));
        _connections.TryRemove(connection, out _);
    }
}
