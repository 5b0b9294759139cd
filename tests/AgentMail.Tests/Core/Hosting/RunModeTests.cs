using AgentMail.Core.Hosting;
using Microsoft.Extensions.Configuration;

namespace AgentMail.Tests.Core.Hosting;

public sealed class RunModeTests
{
    private const string Postgres = "Host=db;Database=agentmail";
    private const string Broker = "amqp://user:password@broker:5672/agentmail";
    private const string Redis = "redis:6379";

    [Theory]
    [InlineData(null, null, null, true, true)]
    [InlineData("", "", "", true, true)]
    [InlineData(Postgres, null, null, true, false)]
    [InlineData(Postgres, null, Redis, true, false)]
    [InlineData(null, null, Redis, true, true)]
    [InlineData(Postgres, Broker, null, false, false)]
    [InlineData(Postgres, Broker, Redis, false, false)]
    [InlineData(Postgres, "amqps://broker", Redis, false, false)]
    public void The_connection_strings_say_which_engines_there_are(string? database, string? broker, string? redis, bool hostsWorker, bool isEmbedded)
    {
        var mode = Read(database, broker, redis);

        Assert.Equal((hostsWorker, isEmbedded), (mode.HostsWorker, mode.IsEmbedded));
        Assert.Equal((NullIfEmpty(database), NullIfEmpty(broker), NullIfEmpty(redis)), (mode.Database, mode.RabbitMq, mode.Redis));
    }

    [Theory]
    [InlineData(null, Broker, "ConnectionStrings:Database is not")]
    [InlineData(Postgres, "broker:5672", "amqp://user:password@host")]
    [InlineData(Postgres, "http://broker", "amqp://user:password@host")]
    public void Settings_that_do_not_fit_together_stop_the_start_with_the_remedy(string? database, string broker, string words)
    {
        var error = Assert.Throws<SettingsException>(() => Read(database, broker, null));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static RunMode Read(string? database, string? broker, string? redis) => RunMode.Read(new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("ConnectionStrings:Database", database), new("ConnectionStrings:RabbitMq", broker), new("ConnectionStrings:Redis", redis),
    ]).Build());

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
