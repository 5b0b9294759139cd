using System.Net;
using System.Text;
using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>Wrong input is answered with the member and what to do; nothing of it is stored, and the next caller is served as before.</summary>
public sealed class WrongInputStory(WrongInputStory.Acme acme) : IClassFixture<WrongInputStory.Acme>
{
    [Theory]
    [InlineData("""{"sender": {"agentId": "ann"}, "text": "x"}""", "/to required")]
    [InlineData("""{"to": ["a@b.example"], "text": "x"}""", "/sender required")]
    [InlineData("""{"sender": {}, "to": ["a@b.example"], "text": "x"}""", "/sender required")]
    [InlineData("""{"sender": {"agentId": "no spaces"}, "to": ["a@b.example"], "text": "x"}""", "/sender/agentId invalid-format")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"]}""", "/html required")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": "a@b.example", "text": "x"}""", "/to invalid-format")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "priority": 1}""", "/priority unknown")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example", "test"], "text": "x"}""", "/to/1 not-an-address")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": [{"name": "A", "address": "A <a@b.example>"}], "text": "x"}""", "/to/0/address not-an-address")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "subject": "a\r\nBcc: c@d.example", "text": "x"}""", "/subject control-character")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "headers": {"From": "x@y.example"}}""", "/headers/From not-allowed")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "attachments": [{"filename": "a", "content": "%"}]}""", "/attachments/0/content invalid-format")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "variables": {"a": 1}}""", "/variables not-allowed")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "scheduledAt": "2026-01-01 10:00"}""", "/scheduledAt invalid-format")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "scheduledAt": "9999-01-01T00:00:00Z"}""", "/scheduledAt out-of-range")]
    [InlineData("""{"sender": {"agentId": "ann"}, "to": ["a@b.example"], "text": "x", "signatureId": "none-such"}""", "/signatureId not-found")]
    public async Task A_wrong_send_request_names_its_member(string body, string error)
    {
        var answer = await acme.App.Admin.PostAsync("/v1/emails", body);

        Assert.Equal("validation", answer.Code);
        Assert.Equal([error], answer.Errors);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task Unknown_senders_and_from_addresses_are_refused_before_anything_is_queued()
    {
        Assert.Equal("identity-not-found", (await acme.App.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("nobody"))).Code);
        Assert.Equal("from-mismatch", (await acme.App.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann", ", \"from\": \"boss@acme.example\""))).Code);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task Lists_and_lengths_are_bounded()
    {
        var many = JsonSerializer.Serialize(Enumerable.Range(0, 101).Select(i => $"a{i}@b.example"));
        Assert.Equal(["/to too-many"], (await acme.App.Admin.PostAsync("/v1/emails", $$"""{"sender": {"agentId": "ann"}, "to": {{many}}, "text": "x"}""")).Errors);

        var address254 = Address(254);
        Assert.Equal(200, (await acme.App.Admin.PutAsync("/v1/agents/len/profile", $$"""{"workplaceEmail": "{{address254}}"}""")).Status);
        Assert.Equal(["/workplaceEmail too-long"], (await acme.App.Admin.PutAsync("/v1/agents/len/profile", $$"""{"workplaceEmail": "{{Address(255)}}"}""")).Errors);
        Assert.Equal(address254, (await acme.App.Admin.ReadAsync("/v1/agents/len/profile"))["workplaceEmail"]);

        var batch = "{\"items\": [" + string.Join(",", Enumerable.Repeat("{}", 501)) + "]}";
        Assert.Equal(["/items too-many"], (await acme.App.Admin.PostAsync("/v1/emails/batch", batch)).Errors);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task A_message_over_25_MiB_is_413()
    {
        var answer = await acme.App.Admin.PostAsync("/v1/emails", AcmeTenant.Mail("ann", $", \"attachments\": [{{\"filename\": \"a\", \"content\": \"{new string('A', 26 * 1024 * 1024 / 3 * 4)}\"}}]"));

        Assert.True(answer is { Status: 413, Code: "payload-too-large" }, $"{answer.Status} {answer.Code}");
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("not json", 400)]
    [InlineData("{\"sender\": {}", 400)]
    [InlineData("\u0000", 400)]
    public async Task What_is_no_json_is_400(string body, int status)
    {
        var answer = await acme.App.Admin.PostAsync("/v1/emails", body);

        Assert.True(answer.Status == status && answer.Code == "malformed", answer.ToString());
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task Nesting_broken_utf8_and_other_media_types_do_no_harm()
    {
        Assert.Equal(400, (await PostAsync(ApiCalls.Octets(Encoding.ASCII.GetBytes(new string('[', 10_000) + new string(']', 10_000))))).Status);
        Assert.Equal(400, (await PostAsync(ApiCalls.Octets([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}']))).Status);
        Assert.Equal(415, (await PostAsync(ApiCalls.Octets("{}"u8.ToArray(), "text/plain"))).Status);
        Assert.Equal(415, (await PostAsync(new ByteArrayContent("{}"u8.ToArray()))).Status);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task An_endless_chunked_upload_is_cut_off()
    {
        // The client may see the answer, or the connection closed under its upload; never a success.
        try
        {
            using var content = new StreamContent(new Zeros(1024L * 1024 * 1024));
            content.Headers.ContentType = new("application/json");
            var answer = await PostAsync(content);
            Assert.Equal(413, answer.Status);
        }
        catch (HttpRequestException error)
        {
            Assert.NotEqual(HttpStatusCode.Accepted, error.StatusCode);
        }
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("/v1/emails?status=lost", "/status not-allowed")]
    [InlineData("/v1/emails?limit=0", "/limit out-of-range")]
    [InlineData("/v1/emails?limit=201", "/limit out-of-range")]
    [InlineData("/v1/emails?cursor=!", "/cursor invalid-format")]
    [InlineData("/v1/emails?since=yesterday&recipient=x", "/recipient not-an-address", "/since invalid-format")]
    [InlineData("/v1/emails?agentId=%00&limit=x", "/agentId invalid-format", "/limit out-of-range")]
    [InlineData("/v1/events?type=%25&cursor=em_1", "/type invalid-format", "/cursor invalid-format")]
    [InlineData("/v1/agents?cursor=AAAA", "/cursor invalid-format")]
    [InlineData("/v1/webhooks?limit=0", "/limit out-of-range")]
    [InlineData("/v1/webhooks/crm/deliveries?status=lost&cursor=!", "/status not-allowed", "/cursor invalid-format")]
    public async Task A_wrong_query_names_its_parameter(string path, params string[] errors)
    {
        var answer = await acme.App.Admin.ReadAsync(path);

        Assert.Equal("validation", answer.Code);
        Assert.Equal(errors, answer.Errors);
    }

    [Theory]
    [InlineData("/v1/servers/a%20b")]
    [InlineData("/v1/servers/-a")]
    [InlineData("/v1/servers/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task An_id_that_cannot_be_is_refused_when_written_and_404_when_read(string path)
    {
        Assert.Equal(["/id invalid-format"], (await acme.App.Admin.PutAsync(path, """{"name": "x", "host": "x", "fromAddress": "a@b.example"}""")).Errors);
        Assert.Equal("not-found", (await acme.App.Admin.ReadAsync(path)).Code);
        Assert.Equal("not-found", (await acme.App.Admin.RemoveAsync(path)).Code);
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_problems_too()
    {
        Assert.Equal("not-found", (await acme.App.Admin.ReadAsync("/v1/nothing")).Code);
        Assert.Equal("method-not-allowed", (await acme.App.Admin.PostAsync("/v1/agents", "{}")).Code);
        Assert.Equal("not-found", (await acme.App.Admin.ReadAsync("/v1/emails/em_00000000000000000000000000")).Code);
    }

    [Theory]
    [InlineData("/v1/tenant", """{"name": "x", "timeZone": "Mars/Olympus", "dateFormat": "d", "retention": {"bodyDays": 0}}""", "/dateFormat not-allowed", "/timeZone not-allowed", "/retention/bodyDays out-of-range")]
    [InlineData("/v1/agents/ann", """{"displayName": " ", "channels": ["a b"], "serverId": "/"}""", "/channels/0 invalid-format", "/displayName required", "/serverId invalid-format")]
    [InlineData("/v1/agents/ann", """{"displayName": "Ann", "channels": ["none-such"]}""", "/channels/0 not-found")]
    [InlineData("/v1/agents/ann", """{"displayName": "Ann", "serverId": "none-such"}""", "/serverId not-found")]
    [InlineData("/v1/agents/ann", """{"displayName": "Ann", "override": true}""", "/override not-allowed")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "x", "userId": "y", "defaultFrom": "z", "dateFormat": "w", "interactionSound": "v"}""",
        "/workplaceEmail not-an-address", "/userId not-an-address", "/dateFormat not-allowed", "/interactionSound not-allowed", "/defaultFrom invalid-format")]
    [InlineData("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example", "defaultFrom": "channel:sales"}""", "/defaultFrom not-found")]
    [InlineData("/v1/agents/ann/signatures/s", """{"name": "x"}""", "/html required")]
    [InlineData("/v1/channels/support", """{"name": "x", "address": ""}""", "/address required")]
    public async Task A_wrong_configuration_changes_nothing(string path, string body, params string[] errors)
    {
        var before = await acme.App.Admin.ReadAsync(path);

        var answer = await acme.App.Admin.PutAsync(path, body);

        Assert.Equal("validation", answer.Code);
        Assert.Equal(errors, answer.Errors);
        var after = await acme.App.Admin.ReadAsync(path);
        Assert.Equal(before.Status, after.Status);
        if (before.Status == 200)
            Assert.Equal(before.Text, after.Text);
    }

    private Task<ApiAnswer> PostAsync(HttpContent content) => acme.App.Admin.CallAsync(HttpMethod.Post, "/v1/emails", content);

    private async Task NothingIsStoredAsync() =>
        Assert.Equal(0, (await acme.App.Admin.ReadAsync("/v1/emails")).Body.GetProperty("items").GetArrayLength());

    private static string Address(int length)
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 47), 4)) + ".example";
        return new string('a', length - domain.Length - 1) + "@" + domain;
    }

    public sealed class Acme : IAsyncLifetime
    {
        public AgentMailApp App { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await App.InitializeAsync();
            await AcmeTenant.SetUpAsync(App);
            await App.Admin.PutAsync("/v1/agents/len", """{"displayName": "Len"}""");
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    /// <summary>As many zero octets as asked for, of which nobody has to have memory.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(_left, count);
            Array.Clear(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
