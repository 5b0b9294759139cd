using System.Text.RegularExpressions;
using AgentMail.IntegrationTests.ScaleOut;
using AgentMail.TestKit;
using AgentMail.TestKit.Deployment;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Servers;

namespace AgentMail.IntegrationTests.Events;

/// <summary>The consumers that docs/events.md gives away, run as they are. The C# one is what <see cref="BrokerEventsTests"/> is made of.</summary>
public sealed partial class DocumentedConsumersTests(ScaledOutFixture fixture) : IClassFixture<ScaledOutFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task In_Python()
    {
        await using var program = PythonProgram.Start(Snippet("python", "import json, os, pika"), Environment);
        await SeesAsync("pat", () => program.Lines);
    }

    [Fact]
    public async Task In_JavaScript()
    {
        await using var program = await NodeProgram.StartModuleAsync("consume", Snippet("js", "from \"amqplib\""), Environment);
        await SeesAsync("jane", () => program.Lines);
    }

    private Dictionary<string, string> Environment => new() { ["AMQP_URL"] = fixture.RabbitMq };

    /// <summary>Whatever happens from the start on is in the queue once the consumer has made it, so it is given something until it has seen it.</summary>
    private async Task SeesAsync(string agent, Func<IReadOnlyList<string>> lines)
    {
        var admin = fixture.Installation.Admin;
        await admin.PutAsync($"/v1/agents/{agent}", new { displayName = agent, enabled = true, channels = Array.Empty<string>() });
        await admin.PutAsync($"/v1/agents/{agent}/profile", new { workplaceEmail = $"{agent}@acme.example" });
        var seen = await Eventually.BecomesAsync(
            async () =>
            {
                var answer = await admin.PostAsync("/v1/emails", new { sender = new { agentId = agent }, to = new[] { "bob@example.net" }, subject = "Hi", text = "Hello" });
                var id = (string)answer["id"]!;
                await admin.WaitForStatusAsync(id, "sent");
                return (Id: id, Line: await LineAsync(lines, id));
            }, email => email.Line is not null, Patience);
        var events = (await admin.ReadAsync($"/v1/emails/{seen.Id}/events")).Body.GetProperty("items").EnumerateArray();
        var sent = events.Single(e => e.GetProperty("type").GetString() == "email.sent").GetProperty("id").GetString();
        Assert.Equal($"{sent} email.sent {seen.Id} sent", seen.Line);
    }

    private static async Task<string?> LineAsync(Func<IReadOnlyList<string>> lines, string emailId)
    {
        try
        {
            var seen = await Eventually.BecomesAsync(lines, all => all.Any(line => line.Contains($"email.sent {emailId}", StringComparison.Ordinal)), TimeSpan.FromSeconds(5));
            return seen.First(line => line.Contains($"email.sent {emailId}", StringComparison.Ordinal));
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static string Snippet(string language, string mark) => CodeBlock().Matches(File.ReadAllText(MonitoringFiles.PathOf("../docs/events.md")))
        .Single(block => block.Groups["language"].Value == language && block.Value.Contains(mark, StringComparison.Ordinal)).Groups["code"].Value;

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
