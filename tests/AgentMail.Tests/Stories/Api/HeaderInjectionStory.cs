using System.Text.Json;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Every text that can come into a header or an SMTP command: a line break in it is refused, and nothing of the request is stored.</summary>
public sealed class HeaderInjectionStory(WrongInputStory.Acme acme) : IClassFixture<WrongInputStory.Acme>
{
    private const string Place = "§";
    private const string Mail = """{"sender": {"agentId": "ann"}, "text": "x", """;
    private const string ToBob = """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "text": "x", """;
    private const string Server = """{"name": "Own", "host": "smtp.acme.example", "fromAddress": "relay@acme.example", """;
    private const string Channel = """{"name": "Support", "address": "support@acme.example", """;
    private const string Profile = """{"workplaceEmail": "ann@acme.example", """;

    private static readonly string[] LineBreaks = ["\r", "\n", "\r\n", "\r\nBcc: eve@evil.example\r\n", "\0", "\u2028", "\u2029", "\u0085", "\u000b", "\u000c"];

    /// <summary>Method, path, body with a place for the text, a text that is good there, and the member that a wrong one is blamed on.</summary>
    public static TheoryData<string, string, string, string, string> Texts => new()
    {
        { "POST", "/v1/emails", ToBob + """ "subject": "§"}""", "Your case", "/subject" },
        { "POST", "/v1/emails", Mail + """ "to": ["§"]}""", "bob@example.net", "/to/0" },
        { "POST", "/v1/emails", Mail + """ "to": [{"name": "Bob", "address": "§"}]}""", "bob@example.net", "/to/0/address" },
        { "POST", "/v1/emails", Mail + """ "to": [{"name": "§", "address": "bob@example.net"}]}""", "Bob B", "/to/0/name" },
        { "POST", "/v1/emails", ToBob + """ "cc": ["§"]}""", "bob@example.net", "/cc/0" },
        { "POST", "/v1/emails", ToBob + """ "cc": [{"name": "§", "address": "bob@example.net"}]}""", "Bob B", "/cc/0/name" },
        { "POST", "/v1/emails", ToBob + """ "bcc": ["§"]}""", "bob@example.net", "/bcc/0" },
        { "POST", "/v1/emails", ToBob + """ "replyTo": "§"}""", "bob@example.net", "/replyTo" },
        { "POST", "/v1/emails", ToBob + """ "replyTo": {"name": "§", "address": "bob@example.net"}}""", "Bob B", "/replyTo/name" },
        { "POST", "/v1/emails", ToBob + """ "from": "§"}""", "ann@acme.example", "/from" },
        { "POST", "/v1/emails", ToBob + """ "headers": {"X-Case": "§"}}""", "4711", "/headers/X-Case" },
        { "POST", "/v1/emails", ToBob + """ "headers": {"§": "4711"}}""", "X-Case", "/headers/X-" },
        { "POST", "/v1/emails", ToBob + """ "inReplyTo": "§"}""", "<a.b@example.net>", "/inReplyTo" },
        { "POST", "/v1/emails", ToBob + """ "references": ["<1@example.net>", "§"]}""", "<a.b@example.net>", "/references/1" },
        { "POST", "/v1/emails", ToBob + """ "attachments": [{"filename": "§", "content": ""}]}""", "offer.pdf", "/attachments/0/filename" },
        { "POST", "/v1/emails", ToBob + """ "attachments": [{"filename": "a", "contentType": "§", "content": ""}]}""", "text/plain", "/attachments/0/contentType" },
        { "POST", "/v1/emails", ToBob + """ "attachments": [{"filename": "a", "contentId": "§", "content": ""}]}""", "logo.acme", "/attachments/0/contentId" },
        { "PUT", "/v1/servers/own", """{"name": "§", "host": "smtp.acme.example", "fromAddress": "relay@acme.example"}""", "Our own", "/name" },
        { "PUT", "/v1/servers/own", """{"name": "Own", "host": "§", "fromAddress": "relay@acme.example"}""", "smtp.acme.example", "/host" },
        { "PUT", "/v1/servers/own", """{"name": "Own", "host": "smtp.acme.example", "fromAddress": "§"}""", "relay@acme.example", "/fromAddress" },
        { "PUT", "/v1/servers/own", Server + """ "username": "§"}""", "relay@acme.example", "/username" },
        { "PUT", "/v1/servers/own", Server + """ "password": "§"}""", "correct horse", "/password" },
        { "PUT", "/v1/servers/own", Server + """ "allowedFrom": ["§"]}""", "*@acme.example", "/allowedFrom/0" },
        { "PUT", "/v1/channels/support", """{"name": "§", "address": "support@acme.example"}""", "Our support", "/name" },
        { "PUT", "/v1/channels/support", """{"name": "Support", "address": "§"}""", "support@acme.example", "/address" },
        { "PUT", "/v1/channels/support", Channel + """ "displayName": "§"}""", "Acme Support", "/displayName" },
        { "PUT", "/v1/channels/support", Channel + """ "userId": "§"}""", "support@acme.example", "/userId" },
        { "PUT", "/v1/channels/support", Channel + """ "password": "§"}""", "correct horse", "/password" },
        { "PUT", "/v1/agents/ann", """{"displayName": "§"}""", "Ann Archer", "/displayName" },
        { "PUT", "/v1/agents/ann/profile", """{"workplaceEmail": "§"}""", "ann@acme.example", "/workplaceEmail" },
        { "PUT", "/v1/agents/ann/profile", Profile + """ "userId": "§"}""", "ann.login@acme.example", "/userId" },
        { "PUT", "/v1/agents/ann/profile", Profile + """ "emailPassword": "§"}""", "correct horse", "/emailPassword" },
        { "PUT", "/v1/tenant", """{"name": "§"}""", "Acme Support", "/name" },
        { "PUT", "/v1/tenant", """{"name": "Acme", "contactAddress": "§"}""", "it@acme.example", "/contactAddress" },
        { "PUT", "/v1/agents/ann/signatures/s", """{"name": "§", "html": "<p>Ann</p>"}""", "For customers", "/name" },
        { "PUT", "/v1/templates/t", """{"name": "§", "subject": "Your case", "description": "<p>x</p>"}""", "Our answer", "/name" },
        { "POST", "/v1/agents/ann/test-email", """{"address": "§"}""", "ann@acme.example", "/address" },
        { "POST", "/v1/agents/ann/test-email", """{"userId": "§"}""", "ann@acme.example", "/userId" },
        { "POST", "/v1/agents/ann/test-email", """{"password": "§"}""", "correct horse", "/password" },
        { "POST", "/v1/channels/support/test-email", """{"to": "§"}""", "bob@example.net", "/to" },
        { "POST", "/v1/servers/sandbox/test-email", """{"to": "§"}""", "bob@example.net", "/to" },
        { "POST", "/v1/api-keys", """{"role": "sender", "name": "§"}""", "Our CRM", "/name" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_line_break_is_refused_and_nothing_is_stored(string method, string path, string body, string good, string member)
    {
        var accepted = await CallAsync(method, path, body, good);
        Assert.True(accepted.Status is 200 or 201 or 202, $"without a line break: {accepted}");
        var before = await StoredAsync(path);

        foreach (var text in LineBreaks.Select(lineBreak => good.Insert(good.Length / 2, lineBreak)))
        {
            var answer = await CallAsync(method, path, body, text);
            Assert.True(answer.Code == "validation" && answer.Errors.All(e => e.StartsWith(member, StringComparison.Ordinal)), $"{JsonSerializer.Serialize(text)}: {answer}");
        }
        Assert.Equal(before, await StoredAsync(path));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Half_a_surrogate_pair_is_refused(string method, string path, string body, string good, string member)
    {
        var before = await StoredAsync(path);

        var answer = await SendAsync(method, path, body.Replace(Place, good.Insert(good.Length / 2, "\\ud83d"), StringComparison.Ordinal));

        Assert.True(answer.Code is "validation" or "malformed", $"{member}: {answer}");
        Assert.Equal(before, await StoredAsync(path));
    }

    /// <summary>Liquid may be written on many lines; what it makes is one.</summary>
    [Fact]
    public async Task A_templates_subject_becomes_one_line()
    {
        foreach (var (lineBreak, i) in LineBreaks.Where(l => l != "\0").Select((l, i) => (l, i)))
        {
            var path = $"/v1/templates/lines-{i}";
            var saved = await CallAsync("PUT", path, """{"name": "Lines", "subject": "Your§ {{ case }}", "description": "<p>x</p>"}""", lineBreak);
            var rendered = await CallAsync("POST", path + "/render", """{"agentId": "ann", "variables": {"case": "47§11"}}""", lineBreak);

            Assert.True(saved.Code == "validation" || rendered.Code == "validation" || !rendered["subject"]!.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029'), $"{saved} {rendered}");
        }
    }

    [Fact]
    public async Task An_accepted_message_has_exactly_the_headers_that_were_asked_for()
    {
        var id = await AcmeTenant.SendAsync(acme.App.Admin, """
            {
              "sender": {"agentId": "ann"}, "to": ["bob@example.net ", {"name": "Cy: Bcc, x@y.example", "address": "cy@example.net"}], "cc": ["di@example.net"], "bcc": ["eve@example.net"],
              "replyTo": {"name": "Reply\\r\\nTo", "address": "desk@acme.example"}, "subject": "Bcc: x@y.example \\r\\n %0D%0A 例", "text": "x\r\nBcc: x@y.example\r\n\r\n.\r\n",
              "headers": {"X-Case": "a\\nBcc: x@y.example"}, "inReplyTo": "<a@example.net>", "references": ["<b@example.net>", "<a@example.net>"],
              "attachments": [{"filename": "a%0D%0AX-Evil: y;.txt", "contentType": "text/plain; name=\"a b\"", "content": "QmNjOiB4QHkuZXhhbXBsZQ=="}]
            }
            """);

        var raw = (await acme.App.Admin.ReadAsync($"/v1/emails/{id}/raw")).Text;
        var head = raw[..raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n").Where(line => line[0] is not (' ' or '\t')).Select(line => line.Split(':')[0]);
        Assert.Equal(["From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Case", "MIME-Version", "Content-Type"], head);
        Assert.DoesNotContain("\nX-Evil", raw, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("eve@example.net", raw, StringComparison.Ordinal);
    }

    private Task<ApiAnswer> CallAsync(string method, string path, string body, string text) =>
        SendAsync(method, path, body.Replace(Place, JsonSerializer.Serialize(text)[1..^1], StringComparison.Ordinal));

    private Task<ApiAnswer> SendAsync(string method, string path, string json) => method == "PUT" ? acme.App.Admin.PutAsync(path, json) : acme.App.Admin.PostAsync(path, json);

    // Of emails only which there are: they are on their way meanwhile.
    private async Task<string> StoredAsync(string path)
    {
        var answer = await acme.App.Admin.ReadAsync(path + (path is "/v1/emails" or "/v1/api-keys" ? "?limit=200" : ""));
        return answer.Status != 200 ? "none"
            : path == "/v1/emails" ? string.Join(' ', answer.Body.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()))
            : answer.Text;
    }
}
