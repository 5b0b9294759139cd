using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>Agents whose mail goes to a scripted server, each over a lane of its own, whatever becomes of the programs.</summary>
internal static class Scene
{
    public static async Task SetUpAsync(HttpClient admin, ScriptedSmtpServer server, params string[] agents)
    {
        await admin.PutAsync("/v1/servers/sink", new
        {
            name = "Sink",
            host = server.Host,
            port = server.Port,
            security = "none",
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            limits = new { maxConnections = 1 },
        });
        foreach (var agent in agents)
        {
            await admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, enabled = true, serverId = "sink", @override = true });
            await admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = AddressOf(agent), emailPassword = "s3cret" });
        }
    }

    public static string AddressOf(string agent) => $"{agent}@acme.example";

    /// <summary>The agent's one email, which the API may die of before it answers.</summary>
    public static async Task TrySendAsync(this HttpClient admin, string agent)
    {
        try
        {
            await admin.SendAgainAsync(agent);
        }
        catch (HttpRequestException)
        {
            // Nobody knows by now whether it was accepted.
        }
    }

    /// <summary>The same request with the same key, whether or not it was sent before.</summary>
    public static Task<ApiAnswer> SendAgainAsync(this HttpClient admin, string agent) => admin.PostAsync(
        "/v1/emails", JsonSerializer.Serialize(Letter(agent)), ("Idempotency-Key", $"key-of-{agent}"));

    public static object Letter(string agent) => new
    {
        sender = new { agentId = agent },
        to = new[] { $"customer-of-{agent}@example.net" },
        subject = agent,
        text = "Hello",
    };

    /// <summary>Everything the server took from this agent.</summary>
    public static IReadOnlyList<SmtpDelivery> DeliveriesOf(this ScriptedSmtpServer server, string agent) =>
        [.. server.Deliveries.Where(d => d.EnvelopeSender == AddressOf(agent))];

    public static async Task<JsonNode> EmailAsync(this HttpClient admin, string id) => JsonNode.Parse((await admin.ReadAsync($"/v1/emails/{id}")).Text)!;

    /// <summary>Types of the email's events, in order, without their prefix.</summary>
    public static async Task<IReadOnlyList<string>> HistoryAsync(this HttpClient admin, string id)
    {
        var log = JsonNode.Parse((await admin.ReadAsync($"/v1/emails/{id}/events")).Text)!;
        return [.. log["items"]!.AsArray().Select(e => ((string)e!["type"]!)["email.".Length..])];
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);
}
