using System.Net;
using System.Net.Sockets;

namespace AgentMail.TestKit.Wires;

/// <summary>One connection through a wire: two sockets and what passes between them.</summary>
internal sealed class WiredConnection(Socket client, CancellationToken ending)
{
    private const int BufferSize = 64 * 1024;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private volatile bool _forgotten;
    private volatile bool _unanswered;

    /// <summary>Ends it for both sides, at once (RST).</summary>
    public void Break()
    {
        foreach (var side in new[] { client, _server })
        {
            try
            {
                side.LingerState = new(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Gone already, or never connected.
            }
            side.Dispose();
        }
    }

    /// <summary>Nothing passes any more, and neither side is told.</summary>
    public void Forget() => _forgotten = true;

    public async Task RunAsync(int target, Func<Task> speaks, Func<ReadOnlyMemory<byte>, WireFate> fate)
    {
        (client.NoDelay, _server.NoDelay) = (true, true);
        try
        {
            await speaks();
            await _server.ConnectAsync(IPAddress.Loopback, target, ending);
            var question = PassAsync(client, _server, speaks, fate);
            var answer = PassAsync(_server, client, speaks, _ => _unanswered ? WireFate.Lost : WireFate.Passes);
            await Task.WhenAll(question, answer);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone: the other learns of it below.
        }
        Break();
    }

    private async Task PassAsync(Socket from, Socket to, Func<Task> speaks, Func<ReadOnlyMemory<byte>, WireFate> fate)
    {
        try
        {
            var buffer = new byte[BufferSize];
            while (await from.ReceiveAsync(buffer, ending) is > 0 and var count)
            {
                await speaks();
                if (_forgotten)
                    await Task.Delay(Timeout.Infinite, ending);
                var outcome = fate(buffer.AsMemory(0, count));
                if (outcome == WireFate.Lost)
                    throw new SocketException((int)SocketError.ConnectionReset);
                _unanswered |= outcome == WireFate.Unanswered;
                await to.SendAsync(buffer.AsMemory(0, count), ending);
            }
            await speaks();
            if (_forgotten)
                await Task.Delay(Timeout.Infinite, ending);
            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            if (!_forgotten)
                Break();
            throw;
        }
    }
}
