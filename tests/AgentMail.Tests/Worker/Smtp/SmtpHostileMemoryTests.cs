using AgentMail.TestKit.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

/// <summary>A server that sends without end, at any step, is cut off long before it costs memory. Runs alone: what is measured is the process.</summary>
[Collection(AloneCollection.Name)]
public sealed class SmtpHostileMemoryTests
{
    private const long MostAllocated = 20 * 1024 * 1024;

    public static TheoryData<SmtpStep> Steps =>
    [
        SmtpStep.Greeting, SmtpStep.Ehlo, SmtpStep.AuthChallenge, SmtpStep.Auth, SmtpStep.MailFrom, SmtpStep.RcptTo, SmtpStep.Data, SmtpStep.FinalDot,
        SmtpStep.Quit,
    ];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task AnEndlessAnswerIsCutOff(SmtpStep step)
    {
        // What is made once, by us and by the server's side, is not counted.
        await TalkAsync(new SmtpScript());
        var plays = new[] { Hostile.Endless("250-and another thing\r\n"), Hostile.Endless("250 x"), Hostile.Endless("334 "), Hostile.Endless("\0") };

        foreach (var play in plays)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await TalkAsync(new SmtpScript().On(step, play));
            Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostAllocated);
        }
    }

    private static async Task TalkAsync(SmtpScript script)
    {
        await using var server = ScriptedSmtpServer.Start(script);
        var opened = await OpenAsync(Account(server));
        if (opened.Session is not { } session)
            return;
        await session.SendAsync(Ann);
        await session.DisposeAsync();
    }
}
