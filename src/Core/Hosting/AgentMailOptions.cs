using System.ComponentModel.DataAnnotations;

namespace AgentMail.Core.Hosting;

/// <summary>Settings of the installation.</summary>
public sealed class AgentMailOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail";

    /// <summary>Default of <see cref="DataDirectory"/>.</summary>
    public const string DefaultDataDirectory = "./data";

    /// <summary>Default of <see cref="ConfigurationTimeout"/>.</summary>
    public static readonly TimeSpan DefaultConfigurationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Default of <see cref="DatabaseTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDatabaseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Folder of the embedded database. Only used while <c>ConnectionStrings:Database</c> is not set.</summary>
    [Required]
    public string DataDirectory { get; set; } = DefaultDataDirectory;

    /// <summary>Admin key of tenant <c>default</c>, set at the first start on an empty database; <c>amk_</c> and 16 or more letters, digits, <c>-</c> or <c>_</c>. Without it one is made and printed once.</summary>
    [RegularExpression("^amk_[A-Za-z0-9_-]{16,200}$", ErrorMessage = "AgentMail:BootstrapKey must be amk_ followed by 16 to 200 letters, digits, '-' or '_'.")]
    public string? BootstrapKey { get; set; }

    /// <summary>Key of the installation's operator, who manages tenants at <c>/v1/tenants</c>; at least 16 characters. Without it those routes do not exist.</summary>
    [MinLength(16, ErrorMessage = "AgentMail:OperatorKey must have at least 16 characters.")]
    public string? OperatorKey { get; set; }

    /// <summary>Lets SMTP hosts and webhooks be private or loopback addresses. Without it: allowed while the API process is the worker too, refused otherwise.</summary>
    public bool? AllowPrivateNetworks { get; set; }

    /// <summary>File that a stand-alone worker writes every ten seconds while it is healthy or degraded and removes when it is unhealthy, for orchestrators. Without it none is written.</summary>
    public string? HealthFile { get; set; }

    /// <summary>How long a write waits for a database that another program has locked, before its caller gets 503. One that is away or full is answered at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DatabaseTimeout { get; set; } = DefaultDatabaseTimeout;

    /// <summary>How long a configuration change waits for the worker's answer before the caller gets 202 and an operation to follow.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConfigurationTimeout { get; set; } = DefaultConfigurationTimeout;
}
