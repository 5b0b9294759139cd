using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace AgentMail.TestKit.Smtp;

/// <summary>
/// An SMTP server on 127.0.0.1 inside the test process. As it stands it is a sink that takes and keeps everything;
/// a <see cref="SmtpScript"/> makes it play faults. Disposing it fails the test if a client sent an unexpected command.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownDeadline = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener;
    private readonly SmtpScript[] _scripts;
    private readonly Task _accepting;
    private ImmutableList<SmtpConnection> _connections = [];

    private ScriptedSmtpServer(int port, SmtpScript[] scripts)
    {
        _scripts = scripts is [] ? [new SmtpScript()] : scripts;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>The last script: rules added to it hold for every later step.</summary>
    public SmtpScript Script => _scripts[^1];

    public IReadOnlyList<SmtpSession> Sessions => [.. _connections.Select(c => c.Session)];

    /// <summary>What was accepted, in the order of the connections.</summary>
    public IReadOnlyList<SmtpDelivery> Deliveries => [.. _connections.SelectMany(c => c.Deliveries)];

    public int OpenConnections => _connections.Count(c => c.Session.IsOpen);

    /// <summary>Most connections that were open at the same time.</summary>
    public int PeakConnections { get; private set; }

    /// <summary>The n-th connection plays the n-th script, all further ones the last.</summary>
    public static ScriptedSmtpServer Start(params SmtpScript[] scripts) => new(0, scripts);

    /// <summary>For a server that comes up, or comes back, while clients already know its port.</summary>
    public static ScriptedSmtpServer StartOn(int port, params SmtpScript[] scripts) => new(port, scripts);

    public Task<SmtpDelivery> WaitForDeliveryAsync(string recipient, TimeSpan? within = null)
        => WaitForDeliveryAsync(d => d.Recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase), within);

    public async Task<SmtpDelivery> WaitForDeliveryAsync(Func<SmtpDelivery, bool> match, TimeSpan? within = null)
        => (await Eventually.BecomesAsync(() => Deliveries, all => all.Any(match), within)).First(match);

    public async Task<IReadOnlyList<SmtpDelivery>> WaitForDeliveriesAsync(int count, TimeSpan? within = null)
        => await Eventually.BecomesAsync(() => Deliveries, all => all.Count >= count, within);

    public Task<SmtpSession> WaitForSessionAsync(Func<SmtpSession, bool> match, TimeSpan? within = null)
        => Eventually.BecomesAsync(() => Sessions.FirstOrDefault(match), found => found is not null, within)!;

    /// <summary>Ends every open connection, as servers do with idle ones; with a farewell such as <c>421 4.4.2 Timeout</c>.</summary>
    public void DropConnections(string? farewell = null)
    {
        foreach (var connection in _connections) connection.Drop(farewell);
    }

    public void AssertNothingUnexpected()
    {
        var unexpected = _connections.SelectMany(c => c.Session.UnexpectedCommands.Select(u => $"session {c.Session.Number}: {u}")).ToList();
        if (unexpected.Count > 0) throw new InvalidOperationException("Unexpected SMTP commands: " + string.Join("; ", unexpected));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // Whoever accepts between two connections just now would find a listener that no longer listens.
        await _accepting.WaitAsync(ShutdownDeadline);
        _listener.Stop();
        await Task.WhenAll(_connections.Select(c => c.Completion)).WaitAsync(ShutdownDeadline);
        _stopping.Dispose();
        AssertNothingUnexpected();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                var number = _connections.Count + 1;
                var script = _scripts[Math.Min(number, _scripts.Length) - 1];
                _connections = _connections.Add(new SmtpConnection(socket, script, number, _stopping.Token));
                PeakConnections = Math.Max(PeakConnections, OpenConnections);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
