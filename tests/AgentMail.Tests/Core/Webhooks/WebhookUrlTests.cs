using AgentMail.Core.Hosting;
using AgentMail.Core.Servers;
using AgentMail.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookUrlTests
{
    private static readonly RunMode OneProcess = new(null, null, null);
    private static readonly RunMode ScaledOut = new("Host=db", "amqp://broker", null);

    [Theory]
    [InlineData("https://crm.example.com")]
    [InlineData("https://crm.example.com/hooks?source=agentmail&x=%C3%A4")]
    [InlineData("https://crm.example.com:8443/hooks")]
    [InlineData("HTTPS://CRM.example.com/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://93.184.215.14/hooks")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hooks")]
    public void Public_https_is_always_welcome(string url) => Assert.Null(Check(url, ScaledOut));

    [Theory]
    [InlineData("")]
    [InlineData("crm.example.com/hooks")]
    [InlineData("/hooks")]
    [InlineData("//crm.example.com/hooks")]
    [InlineData("https://")]
    [InlineData("https:///hooks")]
    [InlineData("https:\\\\crm.example.com\\hooks")]
    [InlineData("https://crm.example.com\\@10.0.0.1/")]
    [InlineData("https://crm.example.com/a b")]
    [InlineData("https://crm.example.com/\r\nX-Evil: 1")]
    [InlineData("https://crm.example.com/hööks")]
    [InlineData("https://crm.example.com:0/")]
    [InlineData("https://crm.example.com:70000/")]
    [InlineData("https://ann:secret@crm.example.com/")]
    [InlineData("https://ann@crm.example.com/")]
    [InlineData("https://crm.example.com/#part")]
    [InlineData("ftp://crm.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    public void What_is_no_URL_for_a_webhook_never_is(string url)
    {
        Assert.NotNull(Check(url, ScaledOut));
        Assert.NotNull(Check(url, OneProcess));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://10.1.2.3:8080/")]
    [InlineData("https://192.168.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://crm.localhost/")]
    public void Private_addresses_are_refused_unless_settings_allow_them(string url)
    {
        Assert.Contains("AgentMail:AllowPrivateNetworks", Check(url, ScaledOut)!.Detail, StringComparison.Ordinal);
        Assert.NotNull(Check(url, OneProcess, allowPrivate: false));
        Assert.Null(Check(url, OneProcess));
        Assert.Null(Check(url, ScaledOut, allowPrivate: true));
    }

    [Fact]
    public void Plain_http_is_refused_unless_settings_allow_it()
    {
        Assert.Contains("AgentMail:Webhooks:AllowHttp", Check("http://crm.example.com/", ScaledOut)!.Detail, StringComparison.Ordinal);
        Assert.NotNull(Check("http://crm.example.com/", OneProcess, allowHttp: false));
        Assert.Null(Check("http://crm.example.com/", OneProcess));
        Assert.Null(Check("http://crm.example.com/", ScaledOut, allowHttp: true));
    }

    [Fact]
    public void It_has_2048_characters_at_most()
    {
        const string Start = "https://crm.example.com/";

        Assert.Null(Check(Start + new string('x', 2048 - Start.Length), ScaledOut));
        Assert.Equal("too-long", Check(Start + new string('x', 2049 - Start.Length), ScaledOut)!.Code);
    }

    [Fact]
    public void A_refusal_repeats_no_password() =>
        Assert.DoesNotContain("secret", Check("https://ann:secret@crm.example.com/", ScaledOut)!.Detail, StringComparison.Ordinal);

    private static AgentMail.Core.Validation.FieldProblem? Check(string url, RunMode mode, bool? allowPrivate = null, bool? allowHttp = null) => new WebhookUrl(
        new NetworkPolicy(Options.Create(new AgentMailOptions { AllowPrivateNetworks = allowPrivate }), mode), Options.Create(new WebhookOptions { AllowHttp = allowHttp }), mode)
        .Check(url);
}
