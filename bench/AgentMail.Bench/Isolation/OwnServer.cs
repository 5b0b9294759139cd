using AgentMail.TestKit.Http;

namespace AgentMail.Bench.Isolation;

/// <summary>An agent with a server to itself.</summary>
internal static class OwnServer
{
    public static string AddressOf(string agent) => $"{agent}@acme.example";

    public static async Task AddAsync(HttpClient admin, string agent, int port, string password)
    {
        var address = AddressOf(agent);
        await admin.PutAsync($"/v1/servers/{agent}", new
        {
            name = agent,
            host = "127.0.0.1",
            port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
        });
        await admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, enabled = true, serverId = agent, @override = true });
        await admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = address, userId = address, emailPassword = password });
    }
}
