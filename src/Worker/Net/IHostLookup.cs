using System.Net;

namespace AgentMail.Worker.Net;

/// <summary>From a host name to the addresses it stands for just now.</summary>
internal interface IHostLookup
{
    /// <summary>All of them.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There are none, or nobody can say.</exception>
    Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct);
}

/// <summary>What the system knows: its hosts file and its name servers.</summary>
internal sealed class SystemLookup : IHostLookup
{
    public static readonly SystemLookup Instance = new();

    public Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct) => Dns.GetHostAddressesAsync(host, ct);
}
