using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMail.Api.Agents;
using AgentMail.Api.Channels;
using AgentMail.Api.Servers;
using AgentMail.Api.Tenants;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>R14: what is saved is read back, whole. A member added to a request later fails here until it comes back too.</summary>
public sealed class RoundTripStory : IAsyncLifetime
{
    /// <summary>Members that are answered by another one (secrets), or that can have one value only so far.</summary>
    private static readonly Dictionary<string, string?> AnsweredAs = new() { ["emailPassword"] = "hasEmailPassword", ["password"] = "hasPassword", ["dkim"] = null };

    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
        await _app.Admin.PutAsync("/v1/servers/own", new { name = "Own", host = "smtp.acme.example", fromAddress = "relay@acme.example" });
        await _app.Admin.PutAsync("/v1/agents/ann", new { displayName = "Ann", channels = new[] { "support" }, serverId = "own", @override = true });
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", new { name = "Formal", html = "<p>Ann</p>" });
        await _app.Admin.PutAsync("/v1/channels/support/signatures/formal", new { name = "Formal", html = "<p>Support</p>" });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public Task A_profile_comes_back_whole() => CheckAsync<ProfileRequest>("/v1/agents/ann/profile", """
        {
          "workplaceEmail": "ann.archer@acme.example", "userId": "ann.login@acme.example", "emailPassword": "p", "dateFormat": "dd/MM/yyyy",
          "defaultSignatureId": "formal", "defaultFrom": "channel:support", "interactionSound": "knock"
        }
        """, """{"workplaceEmail": "ann@acme.example"}""");

    [Fact]
    public Task A_channel_comes_back_whole() => CheckAsync<ChannelRequest>("/v1/channels/support", """
        {
          "name": "Help", "address": "help@acme.example", "displayName": "Acme Help", "enabled": false, "serverId": "own", "override": true, "userId": "help-login",
          "password": "p", "limits": {"maxConnections": 2, "messagesPerMinute": 3, "maxMessageBytes": 4096}, "defaultSignatureId": "formal"
        }
        """, """{"name": "Support", "address": "support@acme.example"}""");

    [Fact]
    public Task An_agent_comes_back_whole() => CheckAsync<AgentRequest>("/v1/agents/ben", """
        {
          "displayName": "Ben B", "enabled": false, "channels": ["sales", "support"], "serverId": "own", "override": true,
          "limits": {"maxConnections": 2, "messagesPerMinute": 3, "maxMessageBytes": 4096}
        }
        """, """{"displayName": "Ben"}""");

    [Fact]
    public Task A_server_comes_back_whole() => CheckAsync<ServerRequest>("/v1/servers/more", $$"""
        {
          "name": "More", "kind": "smtp", "host": "smtp.more.example", "port": 2465, "security": "tls", "authentication": "none", "username": "more-login", "password": "p",
          "fromAddress": "more@acme.example", "allowedFrom": ["*@acme.example"], "isDefault": true,
          "limits": {"maxConnections": 2, "messagesPerMinute": 3, "maxMessageBytes": 4096}, "caCertificate": {{JsonSerializer.Serialize(Certificate())}}, "dkim": null
        }
        """, replacement: null);

    [Fact]
    public Task The_tenants_settings_come_back_whole() => CheckAsync<TenantSettingsRequest>("/v1/tenant", """
        {
          "name": "Acme", "dateFormat": "dd/MM/yyyy", "timeZone": "Europe/Berlin", "contactAddress": "it@acme.example", "failureNotices": true, "uncertain": "resend",
          "retention": {"bodyDays": 7, "eventDays": 14}
        }
        """, """{"name": "Acme 2"}""");

    private async Task CheckAsync<TRequest>(string path, string full, string? replacement)
    {
        var request = JsonNode.Parse(full)!.AsObject();
        var members = typeof(TRequest).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToList();
        Assert.Equal(members.Order(), request.Select(m => m.Key).Order());

        var saved = await _app.Admin.PutAsync(path, full);

        Assert.InRange(saved.Status, 200, 201);
        var read = (await _app.Admin.ReadAsync(path)).Text;
        Assert.Equal(saved.Text, read);
        foreach (var (member, value) in request)
            AssertAnswered(member, value, JsonNode.Parse(read)!);
        await ReadAndSavedAgainAsync(path, members, read);
        if (replacement is not null)
            await NothingIsLeftOfTheFormerAsync(path, request, replacement);
    }

    private static void AssertAnswered(string member, JsonNode? sent, JsonNode read)
    {
        var answeredAs = AnsweredAs.GetValueOrDefault(member, member);
        if (answeredAs is null)
            return;
        var expected = answeredAs == member ? sent : JsonValue.Create(true);
        Assert.True(JsonNode.DeepEquals(expected, read[answeredAs]), $"{member}: {sent?.ToJsonString()} came back as {read[answeredAs]?.ToJsonString() ?? "nothing"}");
    }

    /// <summary>A page that reads, lets a person change one thing and saves the whole changes nothing else.</summary>
    private async Task ReadAndSavedAgainAsync(string path, List<string> members, string read)
    {
        var again = new JsonObject(JsonNode.Parse(read)!.AsObject().Where(m => members.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        var saved = await _app.Admin.PutAsync(path, again.ToJsonString());
        Assert.True(saved.Status == 200, saved.ToString());
        Assert.Equal(WithoutVersion(read), WithoutVersion(saved.Text));
    }

    /// <summary>A PUT replaces: what it leaves out goes back to its default, and only a secret stays.</summary>
    private async Task NothingIsLeftOfTheFormerAsync(string path, JsonObject former, string replacement)
    {
        var saved = await _app.Admin.PutAsync(path, replacement);
        Assert.True(saved.Status == 200, saved.ToString());
        var read = JsonNode.Parse((await _app.Admin.ReadAsync(path)).Text)!;
        Assert.All(former.Where(m => !AnsweredAs.ContainsKey(m.Key)), m => Assert.False(JsonNode.DeepEquals(m.Value, read[m.Key]), $"{m.Key} is still {m.Value?.ToJsonString()}"));
    }

    private static string WithoutVersion(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        node.Remove("version");
        return node.ToJsonString();
    }

    private static string Certificate()
    {
        using var authority = new TestCertificateAuthority();
        return authority.CertificatePem;
    }
}
