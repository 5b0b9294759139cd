using AgentMail.Core.Delivery;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Smtp;
using static AgentMail.Core.Delivery.SmtpStage;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class LaneSignalTests
{
    /// <summary>What a reply says about the lane where it ended the opening of a session.</summary>
    [Theory]
    [InlineData(Connect, "421 4.7.0 Too many connections", 0, nameof(LaneSignalKind.TooFast))]
    [InlineData(Connect, "554 5.7.1 Too many connections from your host", 0, nameof(LaneSignalKind.TooFast))]
    [InlineData(Connect, "421 4.3.2 Service not available", 0, nameof(LaneSignalKind.Unreachable))]
    [InlineData(Connect, "554 No service here", 0, nameof(LaneSignalKind.Unreachable))]
    [InlineData(Tls, "454 4.7.0 TLS not available", 0, nameof(LaneSignalKind.Good))]
    [InlineData(Authenticate, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", 0, nameof(LaneSignalKind.TooFast))]
    [InlineData(Authenticate, "454 4.7.0 Too many login attempts", 0, nameof(LaneSignalKind.TooFast))]
    [InlineData(Authenticate, "454 4.7.0 Temporary authentication failure", 0, nameof(LaneSignalKind.Unreachable))]
    [InlineData(Authenticate, "421 4.7.0 Try again later", 0, nameof(LaneSignalKind.Unreachable))]
    [InlineData(Authenticate, "535 5.7.8 no", 1, nameof(LaneSignalKind.SignInRefused))]
    [InlineData(Authenticate, "535 5.7.8 no", 2, nameof(LaneSignalKind.Good))]
    [InlineData(Authenticate, "535 5.7.139 SmtpClientAuthentication is disabled", 0, nameof(LaneSignalKind.Good))]
    public void Without_a_session(SmtpStage stage, string reply, int refused, string expected) =>
        Assert.Equal(expected, $"{LaneSignal.Of(new(null, Failure(stage, reply)), refused).Kind}");

    /// <summary>What a reply says about the lane where it ended a transaction.</summary>
    [Theory]
    [InlineData(MailFrom, "421 4.7.0 Try again later", nameof(LaneSignalKind.TooFast))]
    [InlineData(MailFrom, "450 4.2.1 receiving mail too quickly", nameof(LaneSignalKind.TooFast))]
    [InlineData(Data, "550 5.4.5 Daily sending quota exceeded", nameof(LaneSignalKind.TooFast))]
    [InlineData(Data, "554 5.2.0 Submission quota exceeded", nameof(LaneSignalKind.TooFast))]
    [InlineData(Data, "451 4.7.500 Server busy", nameof(LaneSignalKind.TooFast))]
    [InlineData(MailFrom, "451 4.3.0 Try again later", nameof(LaneSignalKind.Good))]
    [InlineData(Data, "550 5.7.1 Spam", nameof(LaneSignalKind.Good))]
    public void Of_a_whole_message(SmtpStage stage, string reply, string expected) =>
        Assert.Equal(expected, $"{LaneSignal.Of(Report(SmtpOutcome.Refused, Failure(stage, reply), [null]), 0).Kind}");

    [Theory]
    [InlineData(nameof(SmtpOutcome.Accepted), "452 4.5.3 Too many recipients", nameof(LaneSignalKind.Good))]
    [InlineData(nameof(SmtpOutcome.Refused), "452 4.5.3 Too many recipients", nameof(LaneSignalKind.Good))]
    [InlineData(nameof(SmtpOutcome.NoRecipients), "452 4.5.3 Too many recipients", nameof(LaneSignalKind.TooFast))]
    [InlineData(nameof(SmtpOutcome.Accepted), "452 Too many recipients", nameof(LaneSignalKind.Good))]
    [InlineData(nameof(SmtpOutcome.Accepted), "450 4.2.1 slow down", nameof(LaneSignalKind.TooFast))]
    [InlineData(nameof(SmtpOutcome.NoRecipients), "450 4.2.0 greylisted", nameof(LaneSignalKind.Good))]
    public void Of_one_recipient(string outcome, string reply, string expected) =>
        Assert.Equal(expected, $"{LaneSignal.Of(Report(Enum.Parse<SmtpOutcome>(outcome), null, [Failure(RcptTo, reply)]), 0).Kind}");

    [Theory]
    [InlineData(nameof(SmtpOutcome.Accepted), nameof(LaneSignalKind.Good))]
    [InlineData(nameof(SmtpOutcome.Broken), nameof(LaneSignalKind.Nothing))]
    [InlineData(nameof(SmtpOutcome.Uncertain), nameof(LaneSignalKind.Nothing))]
    [InlineData(nameof(SmtpOutcome.Fenced), nameof(LaneSignalKind.Nothing))]
    public void One_broken_transaction_is_no_reason_to_slow_down(string outcome, string expected) =>
        Assert.Equal(expected, $"{LaneSignal.Of(Report(Enum.Parse<SmtpOutcome>(outcome), null, [null]), 0).Kind}");

    [Fact]
    public void A_server_without_words_cannot_be_reached_and_our_own_faults_say_nothing()
    {
        Assert.Equal(LaneSignalKind.Unreachable, LaneSignal.Of(new(null, SmtpFailure.Broken(Connect, "Refused.")), 0).Kind);
        Assert.All([SendReport.Stopped, SendReport.NotTried, SendReport.BrokenOff, SendReport.Unknown], report => Assert.Same(LaneSignal.Nothing, LaneSignal.Of(report, 0)));
    }

    private static SmtpFailure Failure(SmtpStage stage, string reply) => SmtpFailure.FromReply(stage, SmtpReplyText.Parse(int.Parse(reply[..3], null), reply[4..]));

    private static SendReport Report(SmtpOutcome outcome, SmtpFailure? failure, SmtpFailure?[] recipients) => new(
        new()
        {
            Outcome = outcome,
            Stage = Data,
            Failure = failure,
            Recipients = [.. recipients.Select(r => new SmtpRecipientResult("bob@example.net", null, r))],
        }, null);
}
