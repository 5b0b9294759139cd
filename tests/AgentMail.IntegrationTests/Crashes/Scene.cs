using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>Agents with a lane of their own at a scripted server, and one email of each: its agent is how a story calls it.</summary>
internal static class Scene
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(90);

    /// <summary>Of a process that SIGKILL ended.</summary>
    public static int Killed => 128 + 9;

    public static Task SetUpAsync(HttpClient admin, ScriptedSmtpServer server, params IReadOnlyList<string> agents) =>
        Mailboxes.AddAsync(admin, server.Port, agents, connections: 1);

    /// <summary>The agent's email; a caller who got no answer, or forgot it, asks again with the same key and body.</summary>
    public static Task<ApiAnswer> SendAsync(this HttpClient admin, string agent, int attachedBytes = 0) => admin.SendAsync(agent, $"key-of-{agent}", attachedBytes);

    /// <summary>One more email of the agent.</summary>
    public static Task<ApiAnswer> SendAnotherAsync(this HttpClient admin, string agent) => admin.SendAsync(agent, $"other-key-of-{agent}", attachedBytes: 0);

    /// <summary>The agent's email, which the API may die of before it answers.</summary>
    public static async Task TrySendAsync(this HttpClient admin, string agent)
    {
        try
        {
            await admin.SendAsync(agent);
        }
        catch (HttpRequestException)
        {
            // Nobody knows by now whether it was accepted.
        }
    }

    /// <summary>Types of the email's events, in order, without their prefix.</summary>
    public static async Task<string> HistoryAsync(this HttpClient admin, string id)
    {
        var log = JsonNode.Parse((await admin.ReadAsync($"/v1/emails/{id}/events")).Text)!;
        return string.Join(' ', log["items"]!.AsArray().Select(e => ((string)e!["type"]!)["email.".Length..]));
    }

    /// <summary>Everything the server took from this agent.</summary>
    public static IReadOnlyList<SmtpDelivery> DeliveriesOf(this ScriptedSmtpServer server, string agent) =>
        [.. server.Deliveries.Where(d => d.EnvelopeSender == Mailboxes.AddressOf(agent))];

    /// <summary>How often somebody began to send for this agent.</summary>
    public static int AttemptsOf(this ScriptedSmtpServer server, string agent) =>
        server.Sessions.SelectMany(s => s.Transactions).Count(t => t.Sender == Mailboxes.AddressOf(agent));

    /// <summary>Accepted emails that nobody will ever act on.</summary>
    public static async Task<string> UnaccountedAsync(this HttpClient admin) =>
        (await admin.ReadAsync("/metrics")).Text.Split('\n').Single(line => line.StartsWith("agentmail_unaccounted_emails", StringComparison.Ordinal)).Split(' ')[1];

    private static Task<ApiAnswer> SendAsync(this HttpClient admin, string agent, string key, int attachedBytes)
    {
        var letter = new
        {
            sender = new { agentId = agent },
            to = new[] { $"customer-of-{agent}@example.net" },
            subject = agent,
            text = "Hello",
            attachments = attachedBytes == 0 ? [] : new[] { new { filename = "a.bin", contentType = "application/octet-stream", content = new byte[attachedBytes] } },
        };
        return admin.PostAsync("/v1/emails", JsonSerializer.Serialize(letter), ("Idempotency-Key", key));
    }
}
