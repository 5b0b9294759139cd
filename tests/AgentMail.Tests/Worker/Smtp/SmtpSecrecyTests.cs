using System.Text;
using System.Text.Json;
using AgentMail.TestKit.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpSecrecyTests
{
    private static readonly string PlainResponse = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Sender}\0{Password}"));

    [Fact]
    public async Task NoTextOfAccountOrSessionShowsThePassword()
    {
        await using var server = ScriptedSmtpServer.Start();
        var account = Account(server);
        var opened = await OpenAsync(account);
        await using var session = opened.Session!;

        var texts = new[] { $"{account}", JsonSerializer.Serialize(account), $"{session}", $"{opened}", $"{await session.SendAsync(Ann)}", JsonSerializer.Serialize(opened.Stages) };

        Assert.All(texts, text => Assert.DoesNotContain("battery", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmtpStep.Auth)]
    [InlineData(SmtpStep.MailFrom)]
    [InlineData(SmtpStep.RcptTo)]
    [InlineData(SmtpStep.FinalDot)]
    public async Task AServerThatEchoesTheSecretIsRedacted(SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Reply($"535 5.7.8 {Password} or {PlainResponse} is wrong")));

        var opened = await OpenAsync(Account(server));
        await using var session = opened.Session;
        var transaction = session is null ? null : await session.SendAsync(Ann);
        var shown = JsonSerializer.Serialize(new { opened.Failure, opened.Stages, transaction });

        Assert.Contains("[redacted] or [redacted] is wrong", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("battery", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(PlainResponse, shown, StringComparison.Ordinal);
    }
}
