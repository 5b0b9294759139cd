using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Events on the broker, read by a plain AMQP client with no library of ours.</summary>
public sealed class BrokerEventsTests(ScaledOutFixture fixture) : IClassFixture<ScaledOutFixture>
{
    [Fact]
    public async Task Every_event_of_an_email_is_plain_json_on_the_topic_exchange_in_order()
    {
        var admin = fixture.Installation.Admin;
        await using var events = await EventSubscription.StartAsync(fixture.RabbitMq);

        await admin.PutAsync("/v1/agents/eve", new { displayName = "Eve", enabled = true, channels = Array.Empty<string>() });
        await admin.PutAsync("/v1/agents/eve/profile", new { workplaceEmail = "eve@acme.example" });
        var answer = await admin.PostAsync("/v1/emails", new { sender = new { agentId = "eve" }, to = new[] { "bob@example.net" }, subject = "Hi", text = "Hello" });
        var id = (string)answer["id"]!;
        var mine = await Eventually.BecomesAsync(() => events.Of(id), seen => seen.Any(e => e.RoutingKey == "default.email.sent"), TimeSpan.FromSeconds(30));

        Assert.Equal(["default.email.queued", "default.email.sending", "default.email.sent"], mine.Select(e => e.RoutingKey));
        Assert.All(mine, e => Assert.Equal("application/json", e.ContentType));
        var overRest = JsonNode.Parse((await admin.ReadAsync($"/v1/emails/{id}/events")).Text)!;
        Assert.Equal(overRest["items"]!.AsArray().Select(e => e!.ToJsonString()), mine.Select(e => e.Body.ToJsonString()));
    }
}
