using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>R19: what an agent may not send as is refused before anything is stored, whoever asks and in whichever way.</summary>
public sealed class FromMismatchStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
        await _app.Admin.PutAsync("/v1/channels/billing", new { name = "Billing", address = "billing@acme.example", enabled = false });
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", channels = new[] { "support", "billing" } });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(""" "sender": {"agentId": "ann", "channelId": "sales"} """, "/sender/channelId")]
    [InlineData(""" "sender": {"agentId": "ann", "channelId": "none-such"} """, "/sender/channelId")]
    [InlineData(""" "sender": {"agentId": "ann", "channelId": "billing"} """, "/sender/channelId")]
    [InlineData(""" "sender": {"agentId": "ann", "channelId": "support"}, "from": "ann@acme.example" """, "/from")]
    [InlineData(""" "sender": {"agentId": "ann"}, "from": "sales@acme.example" """, "/from")]
    [InlineData(""" "sender": {"agentId": "ann"}, "from": "billing@acme.example" """, "/from")]
    [InlineData(""" "sender": {"agentId": "ann"}, "from": "ben@acme.example" """, "/from")]
    [InlineData(""" "sender": {"agentId": "ann"}, "from": "anybody@elsewhere.example" """, "/from")]
    [InlineData(""" "sender": {"agentId": "ann"} """, "/from")]
    public async Task It_is_refused_and_nothing_is_stored(string sender, string pointer)
    {
        // What no `from` comes to: the default From, a channel that is switched off.
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultFrom = "channel:billing" });
        var before = (await _app.Admin.ReadAsync("/v1/events")).Text;
        var ann = await _app.ClientAsync("agent", "ann");

        foreach (var client in new[] { _app.Admin, ann })
        {
            var answer = await client.PostAsync("/v1/emails", $$"""{ {{sender}}, "to": ["bob@example.net"], "text": "x" }""");

            Assert.Equal((422, "from-mismatch"), (answer.Status, answer.Code));
            Assert.Equal([pointer + " not-allowed"], answer.Errors);
        }

        Assert.Empty((await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(before, (await _app.Admin.ReadAsync("/v1/events")).Text);
    }

    [Fact]
    public async Task A_channel_that_is_switched_off_is_disabled_for_itself() =>
        Assert.Equal("identity-disabled", (await _app.Admin.PostAsync("/v1/emails", """{"sender": {"channelId": "billing"}, "to": ["bob@example.net"], "text": "x"}""")).Code);
}
