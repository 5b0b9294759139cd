using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>A change that is refused for one member has changed none, not even a password beside it.</summary>
public sealed class HalfSavedStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "defaultFrom": "channel:sales"}""", "/defaultFrom not-found")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "defaultFrom": "channel:none-such"}""", "/defaultFrom not-found")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "defaultFrom": "sales"}""", "/defaultFrom invalid-format")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "defaultSignatureId": "none-such"}""", "/defaultSignatureId not-found")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "dateFormat": "sometimes"}""", "/dateFormat not-allowed")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "new@acme.example", "emailPassword": "p", "interactionSound": "gong-show"}""", "/interactionSound not-allowed")]
    [InlineData("/v1/agents/ann", """{"displayName": "New", "channels": [], "override": true}""", "/override not-allowed")]
    [InlineData("/v1/agents/ann", """{"displayName": "New", "channels": [], "serverId": "sandbox", "override": true}""", "/override not-allowed")]
    [InlineData("/v1/agents/ann", """{"displayName": "New", "channels": [], "serverId": "none-such"}""", "/serverId not-found")]
    [InlineData("/v1/agents/ann", """{"displayName": "New", "channels": ["support", "none-such"]}""", "/channels/1 not-found")]
    [InlineData("/v1/channels/support", """{"name": "New", "address": "new@acme.example", "password": "p", "override": true}""", "/override not-allowed")]
    [InlineData("/v1/channels/support", """{"name": "New", "address": "new@acme.example", "password": "p", "serverId": "none-such", "override": true}""", "/serverId not-found")]
    [InlineData("/v1/channels/support", """{"name": "New", "address": "new@acme.example", "password": "p", "defaultSignatureId": "none-such"}""", "/defaultSignatureId not-found")]
    [InlineData("/v1/servers/sandbox", """{"name": "New", "kind": "sandbox", "fromAddress": "new@acme.example", "password": "p", "isDefault": false}""", "/isDefault not-allowed")]
    public async Task A_refused_change_names_its_member_and_leaves_everything_as_it_was(string path, string body, string error)
    {
        var before = await StateAsync();

        var answer = await _app.Admin.PutAsync(path, body);

        Assert.Equal((422, "validation"), (answer.Status, answer.Code));
        Assert.Equal([error], answer.Errors);
        Assert.All(answer.Body.GetProperty("errors").EnumerateArray(), e => Assert.NotEmpty(e.GetProperty("detail").GetString()!));
        Assert.Equal(before, await StateAsync());
    }

    /// <summary>The default From of an agent follows the channels that an admin leaves open; see the From list for what it is now.</summary>
    [Fact]
    public async Task A_default_From_whose_channel_is_closed_becomes_the_own_address()
    {
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultFrom = "channel:support" });
        Assert.Equal("support@acme.example", (await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann")))["from"]);

        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", channels = new[] { "sales" } });

        var profile = await _app.Admin.ReadAsync("/v1/agents/ann/profile");
        Assert.Equal("agent", profile["defaultFrom"]);
        var marked = (await _app.Admin.ReadAsync("/v1/agents/ann/from-addresses")).Body.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("isDefault").GetBoolean());
        Assert.Equal("agent", marked.GetProperty("from").GetString());
        Assert.Equal("ann@acme.example", (await _app.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann")))["from"]);
    }

    private async Task<string> StateAsync()
    {
        var paths = new[] { "/v1/agents/ann", "/v1/agents/ann/profile", "/v1/channels/support", "/v1/servers/sandbox", "/v1/audit", "/v1/events" };
        var answers = new List<string>();
        foreach (var path in paths)
            answers.Add((await _app.Admin.ReadAsync(path)).Text);
        return string.Join('\n', answers);
    }
}
