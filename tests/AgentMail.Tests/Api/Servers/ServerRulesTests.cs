using System.Text;
using AgentMail.Api.Json;
using AgentMail.Api.Servers;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Validation;

namespace AgentMail.Tests.Api.Servers;

public sealed class ServerRulesTests
{
    [Theory]
    [InlineData("\"host\": \"http://x\"", "/host invalid-format")]
    [InlineData("\"host\": \"a b\"", "/host invalid-format")]
    [InlineData("\"host\": \"\"", "/host required")]
    [InlineData("\"host\": \"x\", \"kind\": \"sandbox\"", "/host not-allowed")]
    [InlineData("\"host\": \"x\", \"port\": 0", "/port out-of-range")]
    [InlineData("\"host\": \"x\", \"port\": 65536", "/port out-of-range")]
    [InlineData("\"host\": \"x\", \"authentication\": \"oauth2\"", "/authentication not-allowed")]
    [InlineData("\"host\": \"x\", \"authentication\": \"ntlm\"", "/authentication not-allowed")]
    [InlineData("\"host\": \"x\", \"dkim\": {}", "/dkim not-allowed")]
    [InlineData("\"host\": \"x\", \"password\": \"\"", "/password required")]
    [InlineData("\"host\": \"x\", \"password\": \"a\\nb\"", "/password control-character")]
    [InlineData("\"host\": \"x\", \"allowedFrom\": [\"*@acme.example\", \"@acme.example\", \"*@\"]", "/allowedFrom/1 invalid-format", "/allowedFrom/2 invalid-format")]
    [InlineData("\"host\": \"x\", \"limits\": {\"maxConnections\": 51}", "/limits/maxConnections out-of-range")]
    [InlineData("\"host\": \"x\", \"caCertificate\": \"nope\"", "/caCertificate invalid-format")]
    [InlineData("\"host\": \"x\", \"caCertificate\": \"-----BEGIN PRIVATE KEY-----\"", "/caCertificate not-allowed")]
    public void Says_which_member_is_wrong(string members, params string[] expected) =>
        Assert.Equal(expected, Check(members).Errors.Items.Select(e => $"{e.Pointer} {e.Code}"));

    [Theory]
    [InlineData("", 587)]
    [InlineData(", \"security\": \"tls\"", 465)]
    [InlineData(", \"security\": \"none\"", 25)]
    [InlineData(", \"security\": \"tls\", \"port\": 4650", 4650)]
    public void Knows_the_usual_port(string members, int port) => Assert.Equal(port, Check("\"host\": \"x\"" + members).Command.Port);

    [Fact]
    public void Seals_a_password_and_keeps_or_clears_the_stored_one()
    {
        Assert.Equal(SecretChange.Replace("sealed secret"), Check("\"host\": \"x\", \"password\": \"secret\"").Command.Password);
        Assert.Equal(SecretChange.Clear, Check("\"host\": \"x\", \"password\": null").Command.Password);
        Assert.Equal(SecretChange.Keep, Check("\"host\": \"x\"").Command.Password);
    }

    private static (SaveServer Command, ValidationErrors Errors) Check(string members)
    {
        var json = $$"""{"name": "a", "fromAddress": "a@b.example", {{members}}}""";
        var (request, problem) = JsonRequest.Read<ServerRequest>(Encoding.UTF8.GetBytes(json));
        Assert.True(problem is null, json);
        var errors = new ValidationErrors();
        return (ServerRules.ToCommand("s", request!, null, text => "sealed " + text, errors), errors);
    }
}
