using System.Text;
using AgentMail.Api.Emails;
using AgentMail.Api.Json;
using AgentMail.Api.Problems;
using AgentMail.Api.Servers;

namespace AgentMail.Tests.Api.Json;

public sealed class JsonRequestTests
{
    private const string Server = "\"name\": \"a\", \"fromAddress\": \"a@b.example\"";

    [Theory]
    [InlineData("{}", "/name required", "/fromAddress required")]
    [InlineData("{" + Server + ", \"x/y\": 1}", "/x~1y unknown")]
    [InlineData("{" + Server + ", \"Port\": 25}", "/Port unknown")]
    [InlineData("{" + Server + ", \"port\": \"25\", \"isDefault\": 1}", "/port invalid-format", "/isDefault invalid-format")]
    [InlineData("{" + Server + ", \"port\": 25.5}", "/port invalid-format")]
    [InlineData("{" + Server + ", \"port\": 99999999999}", "/port invalid-format")]
    [InlineData("{" + Server + ", \"security\": \"STARTTLS\"}", "/security not-allowed")]
    [InlineData("{" + Server + ", \"security\": \"starttls, tls\"}", "/security not-allowed")]
    [InlineData("{" + Server + ", \"allowedFrom\": [\"*\", null, 3]}", "/allowedFrom/1 required", "/allowedFrom/2 invalid-format")]
    [InlineData("{" + Server + ", \"limits\": {\"maxConnections\": {}, \"y\": 1}}", "/limits/maxConnections invalid-format", "/limits/y unknown")]
    [InlineData("{" + Server + ", \"name\": \"b\"}", "/name duplicate")]
    [InlineData("{\"name\": null, \"fromAddress\": \"a@b.example\"}", "/name required")]
    [InlineData("{\"name\": \"\\ud800\", \"fromAddress\": \"a@b.example\"}", "/name invalid-format")]
    [InlineData("[]", " invalid-format")]
    [InlineData("null", " required")]
    [InlineData("3", " invalid-format")]
    public void Names_every_member_that_does_not_fit(string json, params string[] expected)
    {
        var (value, problem) = Read<ServerRequest>(json);

        Assert.Null(value);
        Assert.Equal(ProblemCode.Validation, problem!.Code);
        Assert.Equal(expected, problem.Errors.Select(e => $"{e.Pointer} {e.Code}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'name': 1}")]
    [InlineData("{\"name\": 1,}")]
    [InlineData("{\"\\ud800\": 1}")]
    public void Refuses_what_is_no_json(string json) =>
        Assert.Equal(ProblemCode.Malformed, Read<ServerRequest>(json).Problem!.Code);

    [Fact]
    public void Refuses_deep_nesting_and_broken_utf8()
    {
        Assert.Equal(ProblemCode.Malformed, Read<ServerRequest>(new string('[', 10_000)).Problem!.Code);
        Assert.Equal(ProblemCode.Malformed, JsonRequest.Read<ServerRequest>(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }).Problem!.Code);
    }

    [Fact]
    public void Bounds_the_answer_to_a_flood_of_errors()
    {
        var json = "{" + string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"\"{i}{new string('x', 200)}\": 1")) + "}";

        var (_, problem) = Read<ServerRequest>(json);

        Assert.Equal(100, problem!.Errors.Count);
        Assert.All(problem.Errors, e => Assert.True(e.Pointer.Length < 100));
    }

    [Fact]
    public void Tells_absent_from_null()
    {
        Assert.False(Read<ServerRequest>("{" + Server + "}").Value!.Password.IsGiven);
        Assert.Equal(Optional<string>.Of(null), Read<ServerRequest>("{" + Server + ", \"password\": null}").Value!.Password);
        Assert.Equal(Optional<string>.Of("x"), Read<ServerRequest>("{" + Server + ", \"password\": \"x\"}").Value!.Password);
        Assert.Equal("/password", Assert.Single(Read<ServerRequest>("{" + Server + ", \"password\": 4}").Problem!.Errors).Pointer);
    }

    [Fact]
    public void Takes_recipients_in_both_forms()
    {
        var (value, _) = Read<EmailRequest>("""{"sender": {"agentId": "a"}, "to": ["a@b.example", {"name": "C", "address": "c@d.example"}, {"address": "e@f.example"}]}""");

        Assert.Equal(
            [new("a@b.example", null, true), new("c@d.example", "C", false), new RecipientModel("e@f.example", null, false)], value!.To);
    }

    [Fact]
    public void Looks_into_recipients_and_attachments()
    {
        var (_, problem) = Read<EmailRequest>(
            """{"sender": {"agentId": 1}, "to": [5, null, {"name": 1}, {"address": "x", "z": 1}], "replyTo": [], "attachments": [{"filename": "a", "content": "*"}], "scheduledAt": "soon"}""");

        Assert.Equal(
            [
                "/sender/agentId", "/to/0", "/to/1", "/to/2/name", "/to/2/address", "/to/3/z", "/replyTo", "/attachments/0/content", "/scheduledAt",
            ],
            problem!.Errors.Select(e => e.Pointer));
    }

    private static (T? Value, ApiProblem? Problem) Read<T>(string json) => JsonRequest.Read<T>(Encoding.UTF8.GetBytes(json));
}
