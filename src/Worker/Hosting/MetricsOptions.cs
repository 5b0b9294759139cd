using System.ComponentModel.DataAnnotations;

namespace AgentMail.Worker.Hosting;

/// <summary>Where a stand-alone worker serves <c>GET /metrics</c> for Prometheus. The API serves it at its own address.</summary>
public sealed class MetricsOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Metrics";

    /// <summary>Default of <see cref="Host"/>.</summary>
    public const string DefaultHost = "*";

    /// <summary>TCP port; on one machine each worker needs another. Without it a worker serves none.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    /// <summary>Name or address to listen at, and to be asked by; <c>*</c> is all. The page takes no key: let nobody but Prometheus reach it.</summary>
    [RegularExpression(@"^(\*|[A-Za-z0-9.-]{1,253})$", ErrorMessage = "AgentMail:Metrics:Host must be a host name, an IPv4 address, or * for all.")]
    public string Host { get; set; } = DefaultHost;
}
