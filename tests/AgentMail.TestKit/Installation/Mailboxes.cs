using AgentMail.TestKit.Http;

namespace AgentMail.TestKit.Installation;

/// <summary>Agents of which each signs in to one server for himself, so that each has a lane of its own.</summary>
public static class Mailboxes
{
    private const string Server = "sink";

    public static string Agent(int index) => $"agent-{index}";

    public static string AddressOf(string agent) => $"{agent}@acme.example";

    public static string PasswordOf(string account) => "secret-of-" + account;

    /// <summary>Configures a server on this machine and so many agents.</summary>
    public static Task AddAsync(HttpClient admin, int port, int count, int? connections = null) =>
        AddAsync(admin, port, Enumerable.Range(0, count).Select(Agent), connections);

    /// <summary>Configures a server on this machine and these agents.</summary>
    /// <param name="admin">Of the installation.</param>
    /// <param name="port">Of the server.</param>
    /// <param name="agents">Their ids.</param>
    /// <param name="connections">Each may have at once; null for what it may where nothing is said.</param>
    public static async Task AddAsync(HttpClient admin, int port, IEnumerable<string> agents, int? connections = null)
    {
        await admin.PutAsync($"/v1/servers/{Server}", new
        {
            name = "Sink",
            host = "127.0.0.1",
            port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            limits = new { maxConnections = connections },
        });
        foreach (var agent in agents)
        {
            var address = AddressOf(agent);
            await admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, enabled = true, serverId = Server, @override = true });
            await admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = address, userId = address, emailPassword = PasswordOf(address) });
        }
    }
}
