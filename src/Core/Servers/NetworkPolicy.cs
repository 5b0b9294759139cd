using System.Net;
using AgentMail.Core.Hosting;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Servers;

/// <summary>What a tenant's settings may make AgentMail talk to: one answer for mail servers and for webhooks.</summary>
public sealed class NetworkPolicy(IOptions<AgentMailOptions> options, RunMode mode)
{
    /// <summary>The setting that decides, for whoever is refused.</summary>
    public const string Setting = $"{AgentMailOptions.Section}:{nameof(AgentMailOptions.AllowPrivateNetworks)}";

    /// <summary>Whether private, loopback and link-local addresses may be talked to.</summary>
    public bool AllowsPrivate => options.Value.AllowPrivateNetworks ?? mode.HostsWorker;

    /// <summary>Whether this address may be talked to.</summary>
    public bool Allows(IPAddress address) => AllowsPrivate || !PrivateNetworks.Contains(address);
}
