using System.Globalization;
using System.Text.Json;

namespace AgentMail.TestKit.Servers;

/// <summary>What a broker has from its start: a user, and virtual hosts enough for every installation of a test run.</summary>
internal static class RabbitMqDefinitions
{
    public const string User = "guest";
    private const int Spare = 32;
    private const string Everything = ".*";

    /// <summary>Name of the spare virtual host with this number.</summary>
    public static string VirtualHost(int number) => number < Spare
        ? string.Create(CultureInfo.InvariantCulture, $"installation-{number}")
        : throw new InvalidOperationException($"A broker has {Spare} virtual hosts for installations; raise the number.");

    /// <summary>The file that <c>load_definitions</c> names.</summary>
    public static string Json()
    {
        string[] hosts = ["/", .. Enumerable.Range(0, Spare).Select(VirtualHost)];
        return JsonSerializer.Serialize(new
        {
            users = new[] { new { name = User, password = User, tags = new[] { "administrator" } } },
            vhosts = hosts.Select(name => new { name }),
            permissions = hosts.Select(vhost => new { user = User, vhost, configure = Everything, write = Everything, read = Everything }),
        });
    }
}
