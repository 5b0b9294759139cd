using System.Net;

namespace AgentMail.Core.Servers;

/// <summary>
/// Addresses that belong to nobody on the internet (RFC 6890 and the IANA special-purpose registries). A tenant's
/// settings must not make AgentMail talk to them unless the operator allows it: behind them sit metadata services,
/// databases and this process itself.
/// </summary>
public static class PrivateNetworks
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    // An IPv4 address in an IPv6 one reaches the same host, so it is judged by its IPv4 part, which starts at this byte.
    private static readonly (IPNetwork Network, int Start)[] Embedding =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>True for loopback, private, link-local, shared, multicast, reserved and documentation addresses.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();

        foreach (var (network, start) in Embedding)
        {
            if (network.Contains(address))
                address = new IPAddress(address.GetAddressBytes().AsSpan(start, 4));
        }

        return Special.Any(network => network.Contains(address));
    }
}
