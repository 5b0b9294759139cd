using System.Net;
using System.Net.Sockets;

namespace AgentMail.TestKit;

/// <summary>Ports on 127.0.0.1 that nobody listens on.</summary>
public static class Loopback
{
    public static int FreePort() => FreePorts(1)[0];

    /// <summary>All are held open until the last is found, so that they differ.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(l => l.Start());
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Stop());
        }
    }
}
