using Microsoft.Extensions.Configuration;

namespace AgentMail.Core.Hosting;

/// <summary>Which engines this installation stands on. It follows from the connection strings, so no switch can disagree with them.</summary>
/// <param name="Database">PostgreSQL (Npgsql form); left out: SQLite in the data directory.</param>
/// <param name="RabbitMq"><c>amqp://user:password@host:port/vhost</c>; left out: in-memory bus, worker in the API process.</param>
/// <param name="Redis">StackExchange.Redis form; left out: identities are cached in memory only.</param>
public sealed record RunMode(string? Database, string? RabbitMq, string? Redis)
{
    /// <summary>True when the API process does the worker's job too.</summary>
    public bool HostsWorker => RabbitMq is null;

    /// <summary>True when the database is this process's alone.</summary>
    public bool IsEmbedded => Database is null;

    /// <summary>Reads <c>ConnectionStrings:Database</c>, <c>:RabbitMq</c> and <c>:Redis</c>.</summary>
    /// <exception cref="SettingsException">They do not fit together.</exception>
    public static RunMode Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var mode = new RunMode(Get("Database"), Get("RabbitMq"), Get("Redis"));
        if (mode is { RabbitMq: not null, Database: null })
        {
            throw new SettingsException(
                "ConnectionStrings:RabbitMq is set and ConnectionStrings:Database is not. API and workers on a broker share one PostgreSQL database: set it too, or leave both out for one process on SQLite.");
        }
        if (mode.RabbitMq is not null && !(Uri.TryCreate(mode.RabbitMq, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"))
            throw new SettingsException("ConnectionStrings:RabbitMq must look like amqp://user:password@host:5672/vhost.");
        return mode;

        string? Get(string name) => configuration.GetConnectionString(name) is { Length: > 0 } value ? value : null;
    }
}
