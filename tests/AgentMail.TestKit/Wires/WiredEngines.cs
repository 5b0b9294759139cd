using System.Globalization;
using AgentMail.TestKit.Installation;
using Npgsql;

namespace AgentMail.TestKit.Wires;

/// <summary>The engines as one process sees them, each behind a wire of its own.</summary>
public sealed class WiredEngines : IAsyncDisposable
{
    private WiredEngines(Engines engines)
    {
        var database = new NpgsqlConnectionStringBuilder(engines.Database);
        var rabbitMq = new UriBuilder(engines.RabbitMq);
        var redis = engines.Redis.Split([':', ','], 3);
        Database = Wire.To(database.Port);
        RabbitMq = Wire.To(rabbitMq.Port);
        Redis = Wire.To(int.Parse(redis[1], CultureInfo.InvariantCulture));
        (database.Port, rabbitMq.Port) = (Database.Port, RabbitMq.Port);
        Addresses = new(database.ConnectionString, rabbitMq.Uri.ToString(), $"{redis[0]}:{Redis.Port},{redis[2]}");
    }

    public Wire Database { get; }

    public Wire RabbitMq { get; }

    public Wire Redis { get; }

    /// <summary>What the process is given.</summary>
    public Engines Addresses { get; }

    public static WiredEngines To(Engines engines) => new(engines);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await RabbitMq.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
