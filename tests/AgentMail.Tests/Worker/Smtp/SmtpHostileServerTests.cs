using System.Diagnostics;
using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

/// <summary>Whatever a server does instead of answering costs bounded time, blames nobody's password and is said in words that help.</summary>
public sealed class SmtpHostileServerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly SmtpTimeouts Short = new() { Command = Limit };
    private static readonly SmtpTimeouts ShortOnceOpen = new() { Envelope = Limit, Body = Limit, FinalDot = Limit, Quit = Limit };

    private readonly TestCertificateAuthority _ca = new();
    private readonly long _begun = Stopwatch.GetTimestamp();

    public static TheoryData<string, SmtpStep> Openings => Misbehaviour.At(SmtpStep.Greeting, SmtpStep.Ehlo, SmtpStep.Auth, SmtpStep.AuthChallenge);

    public static TheoryData<string, SmtpStep> Handshakes => Misbehaviour.At(SmtpStep.StartTls, SmtpStep.TlsHandshake);

    public static TheoryData<string, SmtpStep> Envelopes => Misbehaviour.At(SmtpStep.MailFrom, SmtpStep.RcptTo, SmtpStep.Data);

    public static TheoryData<string, SmtpStep> Ends => Misbehaviour.At(SmtpStep.FinalDot);

    public static TheoryData<string, SmtpStep> Farewells => Misbehaviour.At(SmtpStep.Quit, SmtpStep.Rset);

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task NoSessionIsOpened(string name, SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Misbehaviour.Named(name)));

        AssertExplained(await OpenAsync(Account(server), Short), FailureClass.Connection);
    }

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task NothingConfidentialLeavesWithoutTls(string name, SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Certificate = _ca.IssueForLoopback() }.On(step, Misbehaviour.Named(name)));

        AssertExplained(await OpenAsync(Account(server, ConnectionSecurity.StartTls, ca: _ca.CertificatePem), Short), FailureClass.Connection, FailureClass.Policy);

        Assert.All(server.Sessions.SelectMany(s => s.Commands), c => Assert.True(c.Verb is "EHLO" or "STARTTLS" or "QUIT", c.Line));
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task ATransactionThatBreaksOffBeforeTheBodyIsSafeToRepeat(string name, SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Misbehaviour.Named(name)));
        await using var session = await SessionAsync(server, ShortOnceOpen);

        var transaction = await session.SendAsync(Ann);

        Assert.Equal((FailureClass.Connection, false, false), (transaction.Failure!.Class, transaction.BodyStarted, transaction.SessionUsable));
        Assert.True(transaction.Outcome is SmtpOutcome.Broken or SmtpOutcome.Refused or SmtpOutcome.NoRecipients, $"{transaction.Outcome}");
        Assert.Empty(server.Deliveries);
        AssertInTime();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task WithoutAnAnswerToTheMessageTheOutcomeIsUncertain(string name, SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Misbehaviour.Named(name)));
        await using var session = await SessionAsync(server, ShortOnceOpen);

        var transaction = await session.SendAsync(Ann);

        Assert.Equal((SmtpOutcome.Uncertain, false), (transaction.Outcome, transaction.SessionUsable));
        AssertInTime();
    }

    [Theory]
    [MemberData(nameof(Farewells))]
    public async Task WhatWasSaidBeforeHoldsHoweverTheServerTakesLeave(string name, SmtpStep step)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().OnRecipient(Bob, "550 5.1.1 no such user").On(step, Misbehaviour.Named(name)));
        await using var pool = new SmtpSessionPool(Account(server), ShortOnceOpen, new SmtpPoolLimits(1, MessagesPerConnection: 2), TimeProvider.System);
        var session = (await pool.RentAsync(fresh: false, TestContext.Current.CancellationToken)).Session!;

        var accepted = await session.SendAsync(Ann);
        var refused = await session.SendAsync(Bob);
        await pool.ReturnAsync(session);

        Assert.Equal(SmtpOutcome.Accepted, accepted.Outcome);
        Assert.Equal(FailureReason.RecipientRefused, Assert.Single(refused.Recipients).Failure!.Reason);
        AssertInTime();
    }

    [Theory]
    [InlineData("closes")]
    [InlineData("resets")]
    [InlineData("reads nothing")]
    [InlineData("never ends its line")]
    public async Task AServerThatTurnsAwayInTheMiddleOfALargeBodyHoldsNobody(string name)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Body, Misbehaviour.Named(name)));
        await using var session = await SessionAsync(server, ShortOnceOpen);

        var transaction = await session.SendMimeAsync([.. Mime, .. new byte[32 * 1024 * 1024]]);

        Assert.Equal((SmtpOutcome.Broken, SmtpStage.Data, true), (transaction.Outcome, transaction.Stage, transaction.BodyStarted));
        Assert.Equal(FailureClass.Connection, transaction.Failure!.Class);
        AssertInTime();
    }

    [Fact]
    public async Task AServerThatAnswersTwiceHasLostStepAndIsNotKept()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.FinalDot, Play.Raw("250 2.0.0 Ok\r\n250 2.0.0 Ok again\r\n")));
        await using var session = await SessionAsync(server, ShortOnceOpen);

        var first = await session.SendAsync(Ann);
        var second = await session.SendAsync(Bob);

        Assert.Equal(SmtpOutcome.Accepted, first.Outcome);
        Assert.Equal((FailureClass.Connection, false, false), (second.Failure!.Class, second.BodyStarted, second.SessionUsable));
    }

    [Theory]
    [InlineData(SmtpStep.Greeting, SmtpStage.Connect)]
    [InlineData(SmtpStep.Ehlo, SmtpStage.Connect)]
    [InlineData(SmtpStep.Auth, SmtpStage.Authenticate)]
    public async Task ASilentServerIsGivenUpAtTheStageWhereItFellSilent(SmtpStep step, SmtpStage stage)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(step, Play.Hang));

        var opened = await OpenAsync(Account(server), Short);

        Assert.Equal((stage, FailureClass.Connection), (opened.Failure!.Error.Stage!.Value, opened.Failure.Class));
        Assert.Contains("in time", opened.Failure.Error.Hint, StringComparison.Ordinal);
    }

    public void Dispose() => _ca.Dispose();

    private void AssertExplained(SmtpOpenResult opened, params FailureClass[] expected)
    {
        Assert.Null(opened.Session);
        Assert.Contains(opened.Failure!.Class, expected);
        Assert.NotEqual(FailureReason.CredentialsRefused, opened.Failure.Reason);
        Assert.InRange(opened.Failure.Error.Hint.Length, 20, 400);
        var shown = JsonSerializer.Serialize(new { opened.Failure, opened.Stages });
        Assert.DoesNotContain("battery", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u00", shown.Replace("\\u0022", "", StringComparison.Ordinal).Replace("\\u0027", "", StringComparison.Ordinal), StringComparison.Ordinal);
        AssertInTime();
    }

    private void AssertInTime() => Assert.InRange(Stopwatch.GetElapsedTime(_begun), TimeSpan.Zero, Deadline);
}
