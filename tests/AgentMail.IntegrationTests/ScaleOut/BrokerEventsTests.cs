using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Events on the broker, read by a plain AMQP client with no library of ours.</summary>
public sealed class BrokerEventsTests(ScaledOutFixture fixture) : IClassFixture<ScaledOutFixture>
{
    [Fact]
    public async Task Every_event_of_an_email_is_plain_json_on_the_topic_exchange_in_order()
    {
        var admin = fixture.Installation.Admin;
        var seen = new ConcurrentQueue<(string Key, string? ContentType, JsonNode Body)>();
        await using var connection = await new ConnectionFactory { Uri = new(fixture.RabbitMq) }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await ListenAsync(channel, seen);

        await admin.PutAsync("/v1/agents/eve", new { displayName = "Eve", enabled = true, channels = Array.Empty<string>() });
        await admin.PutAsync("/v1/agents/eve/profile", new { workplaceEmail = "eve@acme.example" });
        var answer = await admin.PostAsync("/v1/emails", new { sender = new { agentId = "eve" }, to = new[] { "bob@example.net" }, subject = "Hi", text = "Hello" });
        var id = (string)answer["id"]!;
        await Eventually.TrueAsync(() => Of(seen, id).Any(e => e.Key == "default.email.sent"), TimeSpan.FromSeconds(30));

        var mine = Of(seen, id).ToList();
        Assert.Equal(["default.email.queued", "default.email.sending", "default.email.sent"], mine.Select(e => e.Key));
        Assert.All(mine, e => Assert.Equal("application/json", e.ContentType));
        var overRest = JsonNode.Parse((await admin.ReadAsync($"/v1/emails/{id}/events")).Text)!;
        Assert.Equal(overRest["items"]!.AsArray().Select(e => e!.ToJsonString()), mine.Select(e => e.Body.ToJsonString()));
    }

    private static IEnumerable<(string Key, string? ContentType, JsonNode Body)> Of(IEnumerable<(string Key, string? ContentType, JsonNode Body)> events, string emailId) =>
        events.Where(e => (string?)e.Body["data"]!["emailId"] == emailId);

    private static async Task ListenAsync(IChannel channel, ConcurrentQueue<(string Key, string? ContentType, JsonNode Body)> seen)
    {
        // The exchange may not exist before the first event; declaring it as it is declared changes nothing.
        await channel.ExchangeDeclareAsync("agentmail.events", ExchangeType.Topic, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, "agentmail.events", "default.#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            seen.Enqueue((message.RoutingKey, message.BasicProperties.ContentType, JsonNode.Parse(message.Body.Span)!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }
}
