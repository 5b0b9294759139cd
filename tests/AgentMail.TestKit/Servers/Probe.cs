using System.Net;
using System.Net.Sockets;

namespace AgentMail.TestKit.Servers;

/// <summary>Says something to a port and looks at the first bytes that come back.</summary>
internal static class Probe
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public static async Task<bool> AnswersAsync(int port, byte[] question, byte[] expected)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(question, deadline.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, deadline.Token);
            return answer.AsSpan().SequenceEqual(expected);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
