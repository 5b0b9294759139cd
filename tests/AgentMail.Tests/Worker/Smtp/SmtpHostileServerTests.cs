using AgentMail.Core.Delivery;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpHostileServerTests
{
    private static readonly SmtpTimeouts Short = new() { Command = TimeSpan.FromMilliseconds(300), Envelope = TimeSpan.FromMilliseconds(300), FinalDot = TimeSpan.FromMilliseconds(300) };

    public static TheoryData<Func<Play>> EndlessPlays => new() { () => Play.EndlessReply, () => Play.EndlessLine };

    [Theory]
    [MemberData(nameof(EndlessPlays))]
    public async Task AReplyWithoutEndIsCutOff(Func<Play> play)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Ehlo, play()));
        var before = GC.GetTotalAllocatedBytes();

        var opened = await OpenAsync(Account(server));

        Assert.Equal(FailureClass.Connection, opened.Failure!.Class);
        Assert.Contains("without end", opened.Failure.Error.Hint, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, SmtpStage.Connect)]
    [InlineData(SmtpStep.Ehlo, SmtpStage.Connect)]
    [InlineData(SmtpStep.Auth, SmtpStage.Authenticate)]
    public async Task ASilentServerIsGivenUpInTime(SmtpStep step, SmtpStage stage)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Hang));

        var opened = await OpenAsync(Account(server), Short);

        Assert.Equal((stage, FailureClass.Connection), (opened.Failure!.Error.Stage!.Value, opened.Failure.Class));
        Assert.Contains("in time", opened.Failure.Error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStep.MailFrom, SmtpOutcome.Broken)]
    [InlineData(SmtpStep.Data, SmtpOutcome.Broken)]
    [InlineData(SmtpStep.FinalDot, SmtpOutcome.Uncertain)]
    public async Task ASilentServerEndsATransactionInTime(SmtpStep step, SmtpOutcome outcome)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Hang));
        await using var session = await SessionAsync(server, Short);

        var transaction = await session.SendAsync(Ann);

        Assert.Equal((outcome, false), (transaction.Outcome, transaction.SessionUsable));
    }

    [Theory]
    [InlineData(SmtpStep.Greeting)]
    [InlineData(SmtpStep.Ehlo)]
    public async Task WhatIsNoSmtpIsAConnectionFailure(SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Garbage));

        var opened = await OpenAsync(Account(server), Short);

        Assert.Equal((FailureClass.Connection, FailureReason.ConnectionFailed), (opened.Failure!.Class, opened.Failure.Reason));
    }
}
