using System.Text.Json;
using AgentMail.TestKit.Http;
using MimeKit;

namespace AgentMail.Tests.Stories.Api;

/// <summary>No name passes for another sender, and no recipient's name becomes another recipient.</summary>
public sealed class DisplayNameStory(WrongInputStory.Acme acme) : IClassFixture<WrongInputStory.Acme>
{
    private static readonly string[] NamesOfOthers =
        ["ceo@bank.example", "Ann <ceo", "CEO>", "=?utf-8?q?CEO?=", "Ann\u200b", "\u202eoec", "Ann\u2066", "Ann\u200e", "Ann\u061c", "Ann\r\nX: y", "Ann\n", "A\u2028B"];

    private static readonly string[] UnreadableLabels = ["\u202eoec", "Ann\u2066", "Ann\u200f", "Ann\r\nX: y", "Ann\n", "A\u2028B", "A\u0085B"];

    /// <summary>Names that recipients see: method, path, body with the name left open, member.</summary>
    public static TheoryData<string, string, string, string> SenderNames => new()
    {
        { "PUT", "/v1/agents/ann", """{"displayName": §}""", "/displayName" },
        { "PUT", "/v1/channels/support", """{"name": "S", "address": "support@acme.example", "displayName": §}""", "/displayName" },
        { "PUT", "/v1/channels/support", """{"name": §, "address": "support@acme.example"}""", "/name" },
        { "PUT", "/v1/tenant", """{"name": §}""", "/name" },
        { "POST", "/v1/tenants", """{"id": "globex", "name": §}""", "/name" },
    };

    /// <summary>Names that only admins and agents see.</summary>
    public static TheoryData<string, string, string, string> Labels => new()
    {
        { "PUT", "/v1/servers/own", """{"name": §, "host": "h", "fromAddress": "a@acme.example"}""", "/name" },
        { "POST", "/v1/api-keys", """{"role": "sender", "name": §}""", "/name" },
        { "PUT", "/v1/agents/ann/signatures/s", """{"name": §, "html": "<p>Ann</p>"}""", "/name" },
    };

    [Theory]
    [MemberData(nameof(SenderNames))]
    public async Task A_name_that_recipients_see_cannot_pass_for_another(string method, string path, string body, string member)
    {
        await AreRefusedAsync(NamesOfOthers, method, path, body, member);
        Assert.InRange((await CallAsync(method, path, body, "Ann @ Acme, \"R&D\"")).Status, 200, 201);
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_label_reads_as_it_is_written(string method, string path, string body, string member)
    {
        await AreRefusedAsync(UnreadableLabels, method, path, body, member);
        Assert.InRange((await CallAsync(method, path, body, "relay@acme.example <main>")).Status, 200, 201);
    }

    [Fact]
    public async Task A_recipients_name_stays_a_name()
    {
        string[] names = ["bob@example.net", "Bob <bob@example.net>", "Bob\" <eve@evil.example>, \"", "a@b.example, c@d.example", "(x) \\ \"y\"", "Bob; group: x;", "Zoë <z@example.net>", "undisclosed-recipients:;", "王 @ 安"];
        var to = names.Select((name, i) => new { name, address = $"r{i}@example.net" }).ToArray();

        var id = await AcmeTenant.SendAsync(acme.App.Admin, JsonSerializer.Serialize(new { sender = new { agentId = "ann" }, to, replyTo = to[2], text = "x" }));

        var raw = await acme.App.Admin.ReadAsync($"/v1/emails/{id}/raw");
        var message = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(raw.Text)), TestContext.Current.CancellationToken);
        Assert.Equal(to.Select(r => ((string?)r.name, r.address)), message.To.Select(a => Assert.IsType<MailboxAddress>(a)).Select(m => ((string?)m.Name, m.Address)));
        Assert.Equal(((string?)to[2].name, to[2].address), message.ReplyTo.Select(a => Assert.IsType<MailboxAddress>(a)).Select(m => ((string?)m.Name, m.Address)).Single());
        Assert.Equal(names.Length, (await acme.App.Admin.ReadAsync($"/v1/emails/{id}")).Body.GetProperty("recipients").GetArrayLength());
    }

    private async Task AreRefusedAsync(string[] names, string method, string path, string body, string member)
    {
        var before = await ReadAsync(path);
        foreach (var name in names)
        {
            var answer = await CallAsync(method, path, body, name);
            Assert.True(answer.Code == "validation" && answer.Errors is [var error] && error.StartsWith(member + " ", StringComparison.Ordinal), $"{JsonSerializer.Serialize(name)}: {answer}");
        }
        Assert.Equal(before, await ReadAsync(path));
    }

    private HttpClient ClientOf(string path) => path == "/v1/tenants" ? acme.App.Operator : acme.App.Admin;

    private async Task<string> ReadAsync(string path) => (await ClientOf(path).ReadAsync(path)) is { Status: 200 } answer ? answer.Text : "none";

    private Task<ApiAnswer> CallAsync(string method, string path, string body, string name)
    {
        var json = body.Replace("§", JsonSerializer.Serialize(name), StringComparison.Ordinal);
        return method == "PUT" ? ClientOf(path).PutAsync(path, json) : ClientOf(path).PostAsync(path, json);
    }
}
