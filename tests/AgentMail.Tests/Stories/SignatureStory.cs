using System.Text;
using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.Tests.Stories.Api;
using MimeKit;

namespace AgentMail.Tests.Stories;

/// <summary>R8, R9, R13: an elaborate signature, saved once, stands in each email once, where it is read and as it was drawn.</summary>
public sealed class SignatureStory : IAsyncLifetime
{
    private const string Logo = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private const string Elaborate = $$$"""
        <table cellpadding="0" cellspacing="0" style="font-family: Arial, sans-serif; font-size: 13px; color: #333333"><tbody><tr>
        <td style="padding-right: 12px"><img src="data:image/png;base64,{{{Logo}}}" alt="Acme" width="90"></td>
        <td><b>{{ agent.displayName }}</b><br>{{ channel.name | default: "Customer care" }}<br><a href="mailto:{{ agent.email }}" style="color: #c00000">{{ agent.email }}</a>
        <script>alert(1)</script><form><input name="password"></form><p style="position: fixed">Acme Ltd</p></td></tr></tbody></table>
        """;

    private readonly AgentMailApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await AcmeTenant.SetUpAsync(_app);
        Assert.Equal(201, (await SaveAsync("agents/ann", "formal", Elaborate)).Status);
        await PutAsync("/v1/agents/ann/profile", new { workplaceEmail = "ann@acme.example", defaultSignatureId = "formal" });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_is_sent_as_it_was_drawn()
    {
        using var message = await SendAsync(new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, subject = "x", html = "<p>Dear Bob</p>" });

        var alternative = Assert.IsType<MultipartAlternative>(message.Body);
        var related = Assert.IsType<MultipartRelated>(alternative[1]);
        var picture = Assert.IsType<MimePart>(related[1]);
        Assert.Equal("image/png inline", $"{picture.ContentType.MimeType} {picture.ContentDisposition!.Disposition}");
        Assert.Equal(1, related.IndexOf(new Uri($"cid:{picture.ContentId}")));
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(Convert.FromBase64String(Logo), bytes.ToArray());

        var html = message.HtmlBody!;
        Assert.StartsWith("<p>Dear Bob</p><div class=\"agentmail-signature\">", html, StringComparison.Ordinal);
        Assert.Contains($"<img src=\"cid:{picture.ContentId}\" alt=\"Acme\" width=\"90\">", html, StringComparison.Ordinal);
        Assert.Contains("<b>Ann</b><br>Customer care<br><a href=\"mailto:ann@acme.example\"", html, StringComparison.Ordinal);
        Assert.Contains("font-family: Arial, sans-serif", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("Acme Ltd").Length);
        foreach (var harm in new[] { "data:", "<script", "<form", "<input", "position", "{{" })
            Assert.DoesNotContain(harm, html, StringComparison.Ordinal);
        Assert.Equal("Dear Bob\n\n-- \nAcme  Ann\nCustomer care\nann@acme.example\n\nAcme Ltd", message.TextBody!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task On_a_reply_it_is_above_the_quoted_text()
    {
        using var message = await SendAsync(new
        {
            sender = new { agentId = "ann" },
            to = new[] { "bob@example.net" },
            subject = "Re: x",
            inReplyTo = "<1@example.net>",
            html = "<p>Dear Bob</p><p>On Mon, 23 Nov 2026, Bob wrote:</p><blockquote><p>Help!</p><div class=\"agentmail-signature\">old</div></blockquote>",
        });

        Assert.Matches("(?s)^<p>Dear Bob</p><div class=\"agentmail-signature\"><br><table.*</table></div><br><p>On Mon.*old</div></blockquote>$", message.HtmlBody!);
        var text = message.TextBody!.ReplaceLineEndings("\n");
        Assert.StartsWith("Dear Bob\n\nAcme  Ann\n", text, StringComparison.Ordinal);
        Assert.EndsWith("Acme Ltd\n\nOn Mon, 23 Nov 2026, Bob wrote:\n\n> Help!\n>\n> old", text.TrimEnd().Replace("> Help!\n> old", "> Help!\n>\n> old", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("-- \n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_that_comes_back_as_the_body_is_the_same_email()
    {
        var preview = await PostAsync("/v1/emails/preview", new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, html = "<p>Dear Bob</p>" });
        var html = preview.Body.GetProperty("html").GetString()!;

        using var message = await SendAsync(new { sender = new { agentId = "ann" }, to = new[] { "bob@example.net" }, html });

        Assert.Equal(2, message.HtmlBody!.Split("agentmail-signature").Length);
        var related = Assert.IsType<MultipartRelated>(Assert.IsType<MultipartAlternative>(message.Body)[1]);
        Assert.Contains($"cid:{related[1].ContentId}", message.HtmlBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_channel_an_agent_signs_as_herself_or_with_the_channels_by_name()
    {
        await SaveAsync("channels/support", "team", "<p>Team {{ channel.name }} {{ channel.address }}</p>");
        await SaveAsync("channels/support", "formal", "<p>The channel's formal one</p>");
        await SaveAsync("channels/sales", "sales", "<p>Sales</p>");
        await PutAsync("/v1/channels/support", new { name = "Support", address = "support@acme.example", defaultSignatureId = "team" });
        var both = new { agentId = "ann", channelId = "support" };

        Assert.Contains("Support<br>", (await PreviewAsync(new { sender = both, to = To, html = "x" })).GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Contains("Acme Ltd", (await PreviewAsync(new { sender = both, to = To, html = "x", signatureId = "formal" })).GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Team Support support@acme.example\n", (await PreviewAsync(new { sender = both, to = To, text = "x", signatureId = "team" })).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Team Support support@acme.example\n", (await PreviewAsync(new { sender = new { channelId = "support" }, to = To, text = "x" })).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("x", (await PreviewAsync(new { sender = both, to = To, text = "x", signatureId = (string?)null })).GetProperty("text").GetString());

        foreach (var (sender, id) in new (object, string)[] { (both, "sales"), (new { agentId = "ann" }, "team"), (new { channelId = "support" }, "none-such") })
            Assert.Equal(["/signatureId not-found"], (await PostAsync("/v1/emails", new { sender, to = To, text = "x", signatureId = id })).Errors);
    }

    [Fact]
    public async Task The_default_is_marked_in_the_list_and_forgotten_with_its_signature()
    {
        await SaveAsync("agents/ann", "short", "<p>Ann</p>");
        await SaveAsync("channels/support", "team", "<p>Team</p>");
        await PutAsync("/v1/channels/support", new { name = "Support", address = "support@acme.example", defaultSignatureId = "team" });

        Assert.Equal(["formal True", "short False"], await DefaultsAsync("agents/ann"));
        Assert.Equal(["team True"], await DefaultsAsync("channels/support"));

        await _app.Admin.RemoveAsync("/v1/agents/ann/signatures/formal");
        await _app.Admin.RemoveAsync("/v1/channels/support/signatures/team");
        Assert.Equal(["short False"], await DefaultsAsync("agents/ann"));
        Assert.Null((await _app.Admin.ReadAsync("/v1/agents/ann/profile"))["defaultSignatureId"]);
        Assert.Null((await _app.Admin.ReadAsync("/v1/channels/support"))["defaultSignatureId"]);
        Assert.Equal("x", (await PreviewAsync(new { sender = new { agentId = "ann" }, to = To, text = "x" })).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<p> &nbsp;</p>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<p>\n{{ agent.displayName | nonsense }}</p>")]
    [InlineData("<p>{{ agent.phone }}</p>")]
    public async Task What_cannot_be_a_signature_is_refused_and_changes_nothing(string html)
    {
        var before = await _app.Admin.ReadAsync("/v1/agents/ann/signatures/formal");
        var refused = await SaveAsync("agents/ann", "formal", html);

        Assert.Equal(422, refused.Status);
        Assert.Equal("/html", refused.Body.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(before.Text, (await _app.Admin.ReadAsync("/v1/agents/ann/signatures/formal")).Text);
        await SaveAsync("agents/ann", "new", html);
        Assert.Equal(404, (await _app.Admin.ReadAsync("/v1/agents/ann/signatures/new")).Status);
    }

    [Theory]
    [InlineData("<div>", 10_000, 422, "2000 elements")]
    [InlineData("<div>", 1_900, 422, "nested deeper")]
    [InlineData("aaaaaaaaaa", 60_000, 422, "512 KiB")]
    [InlineData("aaaaaaaaaa", 500_000, 413, "512 KiB")]
    public async Task Too_much_is_said_to_be_too_much(string part, int times, int status, string said)
    {
        var refused = await SaveAsync("agents/ann", "huge", string.Concat(Enumerable.Repeat(part, times)));
        Assert.Equal(status, refused.Status);
        Assert.Contains(said, refused.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await _app.Admin.ReadAsync("/v1/agents/ann/signatures/huge")).Status);
    }

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData("a\nb")]
    [InlineData("a\u202eb")]
    [InlineData(" ")]
    public async Task A_name_is_one_line_that_reads_as_it_is_written(string name) =>
        Assert.Equal("/name", (await PutAsync("/v1/agents/ann/signatures/x", new { name, html = "x" })).Body.GetProperty("errors")[0].GetProperty("pointer").GetString());

    [Fact]
    public async Task There_are_two_hundred_and_no_more()
    {
        for (var i = 0; i < 199; i++)
            Assert.Equal(201, (await SaveAsync("agents/ann", $"s{i}", "<b>broken")).Status);
        var refused = await SaveAsync("agents/ann", "one-more", "<p>x</p>");

        Assert.Equal((409, "conflict"), (refused.Status, refused.Code));
        Assert.Contains("remove one", refused["detail"], StringComparison.Ordinal);
        Assert.Equal(200, (await SaveAsync("agents/ann", "s7", "<p>x</p>")).Status);
        var list = (await _app.Admin.ReadAsync("/v1/agents/ann/signatures?limit=200")).Body;
        Assert.Equal(200, list.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("nextCursor").ValueKind);
    }

    private static readonly string[] To = ["bob@example.net"];

    private Task<ApiAnswer> PutAsync(string path, object body) => ApiCalls.PutAsync(_app.Admin, path, JsonSerializer.Serialize(body));

    private Task<ApiAnswer> PostAsync(string path, object body) => ApiCalls.PostAsync(_app.Admin, path, JsonSerializer.Serialize(body));

    private Task<ApiAnswer> SaveAsync(string owner, string id, string html) => PutAsync($"/v1/{owner}/signatures/{id}", new { name = id, html });

    private async Task<IEnumerable<string>> DefaultsAsync(string owner) => (await _app.Admin.ReadAsync($"/v1/{owner}/signatures")).Body.GetProperty("items").EnumerateArray()
        .Select(s => $"{s.GetProperty("id").GetString()} {s.GetProperty("isDefault").GetBoolean()}");

    private async Task<JsonElement> PreviewAsync(object request)
    {
        var answer = await PostAsync("/v1/emails/preview", request);
        Assert.True(answer.Status == 200, answer.ToString());
        return answer.Body;
    }

    private async Task<MimeMessage> SendAsync(object request)
    {
        var accepted = await PostAsync("/v1/emails", request);
        Assert.True(accepted.Status == 202, accepted.ToString());
        var raw = (await _app.Admin.ReadAsync($"/v1/emails/{accepted["id"]}/raw")).Text;
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(raw)), TestContext.Current.CancellationToken);
    }
}
