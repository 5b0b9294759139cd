using System.Text.Json.Nodes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.Tests.Stories.Api;
using MimeKit;

namespace AgentMail.Tests.Stories;

/// <summary>P5, explain before send: a preview says what a send comes to, and all that stands against it; and it keeps its word.</summary>
public sealed class PreviewStory : IAsyncLifetime
{
    private const string Preview = "/v1/emails/preview";
    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", new { name = "Formal", html = "<p>Kind <b>regards</b></p>" });
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultSignatureId = "formal" });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task What_is_previewed_is_what_is_sent()
    {
        var request = new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, subject = "Your case", html = "<p>Solved: <i>grün</i></p>" };

        var preview = await _app.Admin.PostAsync(Preview, request);
        var accepted = await _app.Admin.PostAsync("/v1/emails", request);
        var raw = (await _app.Admin.ReadAsync($"/v1/emails/{accepted["id"]}/raw")).Text;

        using var sent = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(raw)), TestContext.Current.CancellationToken);
        Assert.Equal((string?)preview["from"], (string?)accepted["from"]);
        Assert.Equal((string?)preview["from"], sent.From.Mailboxes.Single().Address);
        Assert.Equal(Lines((string)preview["html"]!), Lines(sent.HtmlBody!));
        Assert.Equal(Lines((string)preview["text"]!), Lines(sent.TextBody!));
        Assert.Equal("Your case", (string?)preview["subject"]);
        Assert.Equal("formal", (string?)preview["signatureId"]);
        Assert.Equal(raw.Length, (long)preview["sizeBytes"]!);
        Assert.Empty(preview["problems"]!.AsArray());
        Assert.Equal("sandbox", (string?)preview["server"]!["id"]);
    }

    [Fact]
    public async Task Each_part_has_the_rule_that_chose_it()
    {
        await _app.Admin.PutAsync("/v1/tenant", new { name = "Acme", dateFormat = "dd.MM.yyyy" });

        var preview = await _app.Admin.PostAsync(Preview, new { sender = new { agentId = "ann" }, from = "support@acme.example", text = "x" });

        Assert.Equal(
            [
                "from requested_from", "server default_server", "account sandbox", "from allowed_from", "replyTo own_address",
                "signatureId default_signature", "dateFormat tenant_date_format",
            ],
            preview["reasons"]!.AsArray().Select(r => $"{r!["subject"]} {r["rule"]}"));
        Assert.Equal("dd.MM.yyyy", (string?)preview["dateFormat"]);
    }

    [Fact]
    public async Task A_refused_From_leaves_the_agents_date_format_as_it_is()
    {
        await _app.Admin.PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", dateFormat = "d MMMM yyyy" });

        var preview = await _app.Admin.PostAsync(Preview, new { sender = new { agentId = "ann" }, from = "boss@acme.example", text = "x" });

        Assert.Equal("d MMMM yyyy", (string?)preview["dateFormat"]);
        Assert.Equal("agent_date_format", (string?)preview["reasons"]!.AsArray()[^1]!["rule"]);
    }

    [Fact]
    public async Task Pictures_of_a_signature_are_shown_as_they_are_sent()
    {
        const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        await _app.Admin.PutAsync("/v1/agents/ann/signatures/formal", new { name = "Formal", html = $"<p>Ann <img src=\"data:image/png;base64,{Pixel}\"></p>" });

        var preview = await _app.Admin.PostAsync(Preview, new { sender = new { agentId = "ann" }, html = "<p>x</p>" });

        var image = Assert.Single(preview["inlineImages"]!.AsArray())!;
        Assert.Contains($"src=\"cid:{image["contentId"]}\"", (string)preview["html"]!, StringComparison.Ordinal);
        Assert.Equal(("image/png", Pixel), ((string?)image["contentType"], (string?)image["content"]));
    }

    [Fact]
    public async Task Nothing_of_a_preview_is_kept()
    {
        await _app.Admin.PostAsync(Preview, new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, text = "x" });

        Assert.Empty((await _app.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("email.", (await _app.Admin.ReadAsync("/v1/events")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_page_shows_who_will_send_and_what_is_still_missing()
    {
        var preview = await _app.Admin.PostAsync(Preview, new { sender = new { agentId = "ann" } });

        Assert.Equal("ann@acme.example", (string?)preview["from"]);
        Assert.Contains("regards", (string)preview["text"]!, StringComparison.Ordinal);
        Assert.Equal(["/to", "/html"], Pointers(Assert.Single(preview["problems"]!.AsArray())!));
    }

    [Fact]
    public async Task All_problems_are_told_at_once_and_each_is_what_a_send_answers()
    {
        await _app.Admin.PutAsync("/v1/servers/own", new { name = "Own", host = "smtp.acme.example", fromAddress = "relay@acme.example" });
        await _app.Admin.PutAsync("/v1/agents/ben", new { displayName = "Ben", serverId = "own", @override = true });
        var request = new { sender = new { agentId = "ben" }, to = new[] { "bob@example.net" }, html = "<p>x</p>", signatureId = "none-such" };

        var preview = await _app.Admin.PostAsync(Preview, request);
        var send = await _app.Admin.PostAsync("/v1/emails", System.Text.Json.JsonSerializer.Serialize(request));

        Assert.Equal(["email-password-missing", "validation"], preview["problems"]!.AsArray().Select(p => (string?)p!["code"]));
        Assert.Equal("There is no email password configured for your email account.", (string?)preview["problems"]![0]!["detail"]);
        Assert.Equal(send.Code, (string?)preview["problems"]![0]!["code"]);
        Assert.Equal(send.Status, (int)preview["problems"]![0]!["status"]!);
        Assert.Equal("email_password_missing", (string?)preview["problems"]![0]!["rule"]);
        Assert.Equal("ben@acme.example own ben@acme.example true", $"{preview["from"]} {preview["server"]!["id"]} {preview["account"]} {preview["override"]}");
        Assert.Contains("<p>x</p>", (string)preview["html"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agents_own_key_previews_as_that_agent_only()
    {
        var ann = await _app.ClientAsync("agent", "ann");

        Assert.Equal("ann@acme.example", (string?)(await ann.PostAsync(Preview, new { sender = new { agentId = "ann" } }))["from"]);
        Assert.Equal("forbidden", (await ann.PostAsync(Preview, AcmeTenant.Mail("ben"))).Code);
        Assert.Equal("from-mismatch", (string?)(await ann.PostAsync(Preview, new { sender = new { channelId = "sales" }, text = "x" }))["problems"]![1]!["code"]);
    }

    private static IEnumerable<string?> Pointers(JsonNode problem) => problem["errors"]!.AsArray().Select(e => (string?)e!["pointer"]);

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
