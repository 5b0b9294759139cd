using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Stories;

/// <summary>One agent with an own account on a played mail server: the ground on which delivery stories stand.</summary>
internal static class PlayedServer
{
    public const string Address = "ann@acme.example";
    public const string Password = "s3cret-of-ann";

    public static async Task SetUpAnnAsync(this AgentMailApp app, ScriptedSmtpServer server, object? limits = null)
    {
        await app.SetUpServerAsync("played", server.Port, limits: limits);
        await app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", enabled = true, channels = Array.Empty<string>(), serverId = "played", @override = true });
        await app.SavePasswordAsync(Password);
    }

    /// <summary>An agent with a server and an account of that name to itself, <c>name@acme.example</c>.</summary>
    public static async Task SetUpMailboxAsync(
        this AgentMailApp app, string name, int port, string password, string security = "none", string? caCertificate = null, object? limits = null)
    {
        await app.SetUpServerAsync(name, port, security, caCertificate, limits);
        await app.Admin.PutAsync($"/v1/agents/{name}", new { displayName = name, enabled = true, serverId = name, @override = true });
        await app.Admin.PutAsync($"/v1/agents/{name}/profile", new { workplaceEmail = $"{name}@acme.example", emailPassword = password });
    }

    public static Task SavePasswordAsync(this AgentMailApp app, string password) =>
        app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = Address, emailPassword = password });

    public static async Task<string> SendAsync(this AgentMailApp app, string to, DateTimeOffset? scheduledAt = null, string agentId = "ann")
    {
        var answer = await app.Admin.PostAsync("/v1/emails", new { sender = new { agentId }, to = new[] { to }, subject = "Hi", text = "Hello", scheduledAt });
        return (string)answer["id"]!;
    }

    /// <summary>What the event log says of an email, in order: <c>queued, sending, sent</c>.</summary>
    public static async Task<string> HistoryAsync(this AgentMailApp app, string emailId)
    {
        var events = JsonNode.Parse((await app.Admin.ReadAsync($"/v1/emails/{emailId}/events")).Text)!["items"]!.AsArray();
        return string.Join(", ", events.Select(e => ((string)e!["type"]!)["email.".Length..]));
    }

    private static Task SetUpServerAsync(
        this AgentMailApp app, string id, int port, string security = "none", string? caCertificate = null, object? limits = null) =>
        app.Admin.PutAsync($"/v1/servers/{id}", new
        {
            name = id,
            host = "127.0.0.1",
            port,
            security,
            authentication = "password",
            fromAddress = "relay@acme.example",
            isDefault = false,
            kind = "smtp",
            caCertificate,
            limits = limits ?? new { maxConnections = 1 },
        });
}
