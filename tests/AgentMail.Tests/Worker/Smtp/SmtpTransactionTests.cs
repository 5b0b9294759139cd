using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpTransactionTests
{
    public static TheoryData<string[]> Capabilities => new() { new[] { "PIPELINING", "SIZE 1000" }, Array.Empty<string>() };

    [Theory]
    [MemberData(nameof(Capabilities))]
    public async Task RefusedRecipientsAreToldApartInOneTransaction(string[] capabilities)
    {
        const string nobody = "nobody@customer.example";
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = capabilities }
            .OnRecipient(nobody, "550 5.1.1 no such user").OnRecipient(Bob, "451 4.7.1 Greylisted, try again in 10 minutes"));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(nobody, Ann, Bob);

        Assert.Equal(SmtpOutcome.Accepted, transaction.Outcome);
        Assert.Equal([nobody, Ann, Bob], transaction.Recipients.Select(recipient => recipient.Address));
        Assert.Equal([FailureReason.RecipientRefused, null, FailureReason.Greylisted], transaction.Recipients.Select(recipient => recipient.Failure?.Reason));
        Assert.Equal([550, 250, 451], transaction.Recipients.Select(recipient => recipient.Reply!.Code));
        Assert.Equal(TimeSpan.FromMinutes(10), transaction.Recipients[2].Failure!.RetryAfter);
        Assert.Equal([Ann], Assert.Single(server.Deliveries).Recipients);
        Assert.Single(server.Sessions[0].Transactions);
        Assert.True(transaction.SessionUsable);
    }

    [Theory]
    [MemberData(nameof(Capabilities))]
    public async Task WithoutAnyRecipientTheBodyStaysHereAndTheSessionLives(string[] capabilities)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = capabilities }
            .OnRecipient(Ann, "550 5.1.1 no such user").OnRecipient(Bob, "452 4.2.2 full"));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(Ann, Bob);

        Assert.Equal((SmtpOutcome.NoRecipients, SmtpStage.RcptTo, false), (transaction.Outcome, transaction.Stage, transaction.BodyStarted));
        Assert.Equal(FailureReason.RecipientFull, transaction.Failure!.Reason);
        Assert.True(transaction.SessionUsable);
        Assert.Equal(SmtpOutcome.Accepted, (await session.SendAsync("carl@customer.example")).Outcome);
    }

    [Theory]
    [InlineData(SmtpStep.MailFrom, "550 5.7.60 not permitted to send as", SmtpStage.MailFrom, FailureReason.SenderDenied)]
    [InlineData(SmtpStep.MailFrom, "530 5.7.0 Must issue a STARTTLS command first", SmtpStage.MailFrom, FailureReason.TlsFailed)]
    [InlineData(SmtpStep.Data, "451 4.3.0 later", SmtpStage.Data, FailureReason.Transient)]
    [InlineData(SmtpStep.FinalDot, "550 5.7.1 spam", SmtpStage.Data, FailureReason.MessageRefused)]
    [InlineData(SmtpStep.FinalDot, "452 4.3.1 disk full", SmtpStage.Data, FailureReason.Transient)]
    public async Task ARefusalIsTheServersReplyAndTheSessionLives(SmtpStep step, string reply, SmtpStage stage, FailureReason reason)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(step, Play.Reply(reply)));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(Ann);

        Assert.Equal((SmtpOutcome.Refused, stage, reason), (transaction.Outcome, transaction.Stage, transaction.Failure!.Reason));
        Assert.Equal(reply, transaction.FinalReply!.ToString());
        Assert.Equal(reason, transaction.Recipients[0].Failure!.Reason);
        Assert.Equal(step is SmtpStep.FinalDot, transaction.BodyStarted);
        Assert.True(transaction.SessionUsable);
        Assert.Equal(SmtpOutcome.Accepted, (await session.SendAsync(Ann)).Outcome);
        Assert.Single(server.Sessions);
    }

    [Fact]
    public async Task ARefusedSenderSaysNothingAboutTheRecipients()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.MailFrom, Play.Reply("450 4.3.0 later")));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(Ann);

        Assert.Null(transaction.Recipients[0].Reply);
        Assert.Equal(450, transaction.Recipients[0].Failure!.Error.Reply!.Code);
    }

    [Theory]
    [InlineData(SmtpStep.MailFrom, SmtpOutcome.Broken, SmtpStage.MailFrom)]
    [InlineData(SmtpStep.RcptTo, SmtpOutcome.Broken, SmtpStage.RcptTo)]
    [InlineData(SmtpStep.Data, SmtpOutcome.Broken, SmtpStage.Data)]
    [InlineData(SmtpStep.FinalDot, SmtpOutcome.Uncertain, SmtpStage.Data)]
    public async Task ALostConnectionIsUncertainOnlyOnceTheMessageMayBeAccepted(SmtpStep step, SmtpOutcome outcome, SmtpStage stage)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = [] }.On(step, Play.Close));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(Ann);

        var uncertain = outcome is SmtpOutcome.Uncertain;
        Assert.Equal((outcome, stage, uncertain, false), (transaction.Outcome, transaction.Stage, transaction.BodyStarted, transaction.SessionUsable));
        Assert.Equal(uncertain ? FailureClass.Uncertain : FailureClass.Connection, transaction.Failure!.Class);
        Assert.False(transaction.StaleConnection);
    }

    [Theory]
    [InlineData("garbage\r\n")]
    [InlineData("354 once more?\r\n")]
    public async Task AnUnreadableAnswerToTheMessageIsUncertain(string answer)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Raw(answer)));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(Ann);

        Assert.Equal((SmtpOutcome.Uncertain, FailureReason.OutcomeUnknown), (transaction.Outcome, transaction.Failure!.Reason));
    }

    [Fact]
    public async Task AConnectionLostInTheMiddleOfALargeBodyIsSafeToRepeat()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Body, Play.Reset));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendMimeAsync([.. Mime, .. new byte[32 * 1024 * 1024]]);

        Assert.Equal((SmtpOutcome.Broken, SmtpStage.Data, true), (transaction.Outcome, transaction.Stage, transaction.BodyStarted));
    }

    [Fact]
    public async Task AnyTwoHundredToTheMessageIsAcceptance()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("251 2.6.0 taken")));
        await using var session = await SessionAsync(server);

        Assert.Equal(SmtpOutcome.Accepted, (await session.SendAsync(Ann)).Outcome);
    }

    [Theory]
    [InlineData("421 4.4.2 idle too long")]
    [InlineData(null)]
    public async Task AKeptConnectionThatTheServerEndedIsStale(string? farewell)
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);
        await session.SendAsync(Ann);
        Assert.True(session.IsUsable);

        server.DropConnections(farewell);
        await Eventually.TrueAsync(() => !session.IsUsable);
        var transaction = await session.SendAsync(Bob);

        Assert.True(transaction.StaleConnection);
        Assert.Equal((false, false), (transaction.BodyStarted, transaction.SessionUsable));
        Assert.Equal(2, session.Transactions);
    }

    [Fact]
    public async Task AnAddressThatNeedsSmtpUtf8IsRefusedWhereTheServerLacksIt()
    {
        const string utf8 = "käthe@customer.example";
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = ["PIPELINING"] });
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(utf8, "ann@bücher.example");

        Assert.Equal(SmtpOutcome.Accepted, transaction.Outcome);
        Assert.Equal([FailureReason.RecipientRefused, null], transaction.Recipients.Select(recipient => recipient.Failure?.Reason));
        Assert.Contains("SMTPUTF8", transaction.Recipients[0].Failure!.Error.Hint, StringComparison.Ordinal);
        Assert.Equal(["ann@xn--bcher-kva.example"], server.Deliveries[0].Recipients);
    }

    [Fact]
    public async Task SmtpUtf8IsAskedForOnlyWhereALocalPartNeedsIt()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);

        await session.SendAsync("käthe@bücher.example");
        await session.SendAsync("ann@bücher.example");
        var afterwards = await session.SendAsync("käthe@bücher.example");

        Assert.Equal(["käthe@bücher.example", "ann@xn--bcher-kva.example"], server.Deliveries.SelectMany(delivery => delivery.Recipients));
        Assert.Equal([true, false], server.Sessions[0].Transactions.Select(t => t.Parameters.Contains("SMTPUTF8", StringComparison.Ordinal)));
        Assert.True(afterwards.StaleConnection);
    }

    [Fact]
    public async Task TheNullSenderIsPossible()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);

        await session.SendAsync(new Envelope("", [Ann]), Mime, Mark, TestContext.Current.CancellationToken);

        Assert.Equal("", Assert.Single(server.Deliveries).EnvelopeSender);
    }
}
