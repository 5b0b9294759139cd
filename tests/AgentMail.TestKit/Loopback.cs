using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AgentMail.TestKit;

/// <summary>
/// Ports on 127.0.0.1 that nobody listens on. They lie below the range from which the kernel takes the ports of outgoing
/// connections, so that none of those gets in before the server that was promised the port.
/// </summary>
public static class Loopback
{
    private const int First = 18_000;
    private const int End = 32_000;

    public static int FreePort() => FreePorts(1)[0];

    public static int[] FreePorts(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port)) ports.Add(port);
        }

        return [.. ports];
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
