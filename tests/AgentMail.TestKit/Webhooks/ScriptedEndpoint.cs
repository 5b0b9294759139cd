using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AgentMail.TestKit.Webhooks;

/// <summary>
/// A receiver of webhooks on 127.0.0.1 that records each request and answers as it is told: 200 where nobody said anything. It speaks
/// HTTP over bare sockets, because it must be able to speak it badly.
/// </summary>
public sealed class ScriptedEndpoint : IAsyncDisposable
{
    private const int MostBytesOfFlood = 20 * 1024 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _connections;
    private int _underWay;
    private int _mostAtOnce;
    private long _flooded;

    private ScriptedEndpoint(X509Certificate2? certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What it does with a request.</summary>
    public Func<ReceivedCall, CallPlay> Plays { get; set; } = _ => CallPlay.Answer(200);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/hook";

    /// <summary>What came in, in its order.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <summary>Connections that were made to it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Most requests that waited for their answers at a time.</summary>
    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Bytes of a flood that somebody took.</summary>
    public long Flooded => Interlocked.Read(ref _flooded);

    public static ScriptedEndpoint Start(X509Certificate2? certificate = null) => new(certificate);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        await Task.WhenAll(_conversations);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _conversations.Add(ConverseAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            _listener.Stop();
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var closed = client;
        try
        {
            await using var stream = await SecuredAsync(client.GetStream());
            while (await HttpWire.ReadAsync(stream, _stopping.Token) is { } call && await AnswerAsync(stream, call))
                continue;
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever calls may hang up, and the test may end.
            return;
        }
    }

    private async Task<Stream> SecuredAsync(Stream stream)
    {
        if (_certificate is null)
            return stream;
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secured;
    }

    private async Task<bool> AnswerAsync(Stream stream, ReceivedCall call)
    {
        var atOnce = Interlocked.Increment(ref _underWay);
        try
        {
            InterlockedMax(ref _mostAtOnce, atOnce);
            _calls.Enqueue(call);
            var play = Plays(call);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(play.Bytes), _stopping.Token);
            if (play.Then == AfterAnswer.Hang)
                await HttpWire.UntilGoneAsync(stream, _stopping.Token);
            if (play.Then == AfterAnswer.Flood)
                await FloodAsync(stream);
            return play.Then == AfterAnswer.Listen;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task FloodAsync(Stream stream)
    {
        var drop = new byte[16 * 1024];
        while (Interlocked.Add(ref _flooded, drop.Length) < MostBytesOfFlood)
            await stream.WriteAsync(drop, _stopping.Token);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value;)
            seen = Interlocked.CompareExchange(ref most, value, seen);
    }
}
