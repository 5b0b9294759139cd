using AgentMail.Bench.Sink;
using AgentMail.TestKit.Http;

namespace AgentMail.Bench.EndToEnd;

/// <summary>One server and its agents, each of whom signs in for himself.</summary>
internal static class Setup
{
    private const string ServerId = "bench";

    public static async Task ConfigureAsync(HttpClient admin, int sinkPort, int identities)
    {
        await admin.PutAsync($"/v1/servers/{ServerId}", new
        {
            name = "Bench",
            host = "127.0.0.1",
            port = sinkPort,
            security = "none",
            authentication = "password",
            fromAddress = "relay@agents.test",
            allowedFrom = Array.Empty<string>(),
            isDefault = false,
            kind = "smtp",
        });
        for (var i = 0; i < identities; i++)
        {
            var (agent, address) = (Letters.Agent(i), Letters.AddressOf(i));
            await admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, enabled = true, channels = Array.Empty<string>(), serverId = ServerId, @override = true });
            await admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = address, userId = address, emailPassword = SinkProcess.PasswordOf(address) });
        }
    }
}
