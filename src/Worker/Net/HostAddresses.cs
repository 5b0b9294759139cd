using System.Net;
using System.Net.Sockets;
using AgentMail.Core.Servers;

namespace AgentMail.Worker.Net;

/// <summary>
/// The addresses of a host that may be connected to, for mail servers and webhooks alike. Whoever connects takes these and does not look
/// the name up again: a name that changes between check and use must not lead to a private address.
/// </summary>
/// <param name="Allowed">In the order they were found; none where there is a fault.</param>
/// <param name="Fault">Why there are none.</param>
/// <param name="Error">What the lookup said, where it failed.</param>
internal sealed record HostAddresses(IPAddress[] Allowed, HostFault? Fault, SocketError? Error = null)
{
    /// <summary>Looks a host up; one that is written as an address is that address.</summary>
    public static async Task<HostAddresses> FindAsync(string host, bool allowPrivate, IHostLookup lookup, CancellationToken ct)
    {
        try
        {
            // The system's lookup would refuse some of them for reasons of its own.
            var found = IPAddress.TryParse(host, out var literal) ? [literal] : await lookup.AddressesAsync(host, ct);
            var allowed = allowPrivate ? found : [.. found.Where(address => !PrivateNetworks.Contains(address))];
            return allowed is not [] ? new(allowed, null) : new([], found is [] ? HostFault.Unknown : HostFault.NotAllowed);
        }
        catch (ArgumentException)
        {
            // No name may be this long.
            return new([], HostFault.Unknown);
        }
        catch (SocketException error)
        {
            return new([], error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? HostFault.Unknown : HostFault.LookupFailed, error.SocketErrorCode);
        }
    }
}

/// <summary>Why a host has no address to connect to.</summary>
internal enum HostFault
{
    /// <summary>It does not exist, or has no address.</summary>
    Unknown,

    /// <summary>Nobody can say just now.</summary>
    LookupFailed,

    /// <summary>It stands for private addresses only.</summary>
    NotAllowed,
}
