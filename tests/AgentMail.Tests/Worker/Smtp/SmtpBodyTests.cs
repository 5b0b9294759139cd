using System.Text;
using AgentMail.Core.Emails;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using CsCheck;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpBodyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Messages => new()
    {
        "From: a@b.example\r\nSubject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nnot. hidden\r\n",
        "X-Odd:   spaces kept  \r\nx-odd:\r\n\tfolded\r\nNo colon here\r\n\r\nbody\r\n",
        "From: a@b.example\r\n\r\n\r\n\r\n",
        "DKIM-Signature: v=1; b=abc\r\n\r\n" + new string('x', 998) + "\r\n",
        "X-Long: " + string.Concat(Enumerable.Repeat("header\r\n ", 2000)) + "end\r\n\r\n" + string.Concat(Enumerable.Repeat(".line\r\n", 20_000)),
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task TheSameBytesComeOutAsWentIn(string mime)
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);

        await session.SendMimeAsync(Bytes(mime));
        await session.SendMimeAsync(Bytes(mime));

        Assert.Equal([mime, mime], server.Deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.RawMime)));
        Assert.All(server.Sessions[0].Transactions, t => Assert.Contains($"SIZE={mime.Length}", t.Parameters, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnyBodyComesOutAsItWentIn()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);
        string[] kinds = ["", ".", "..", ".x", "x.", " x", "long " + new string('x', 5000)];
        var lines = Gen.Int[0, kinds.Length - 1].Select(i => kinds[i]).Array[0, 60];

        await lines.SampleAsync(
            async body =>
            {
                var mime = $"A: b\r\n\r\n{string.Concat(body.Select(line => line + "\r\n"))}";
                await session.SendMimeAsync(Bytes(mime));
                Assert.Equal(mime, Encoding.UTF8.GetString(server.Deliveries[^1].RawMime));
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public async Task AnUnendedLastLineIsEnded()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);

        await session.SendMimeAsync(Bytes("A: b\r\n\r\nno end"));

        Assert.Equal("A: b\r\n\r\nno end\r\n", Encoding.UTF8.GetString(server.Deliveries[0].RawMime));
    }

    [Fact]
    public async Task TheMarkIsSetOnceAfterTheServersInvitationAndBeforeAnyByte()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);
        var marks = 0;
        var bodySeen = false;
        var verbs = Array.Empty<string>();
        var mime = Bytes("X-Long: " + new string('x', 900) + string.Concat(Enumerable.Repeat("\r\n more headers than one buffer holds", 500)) + "\r\n\r\nbody\r\n");

        server.Script.On(SmtpStep.Body, Play.Raw(""), (_, _) => bodySeen = true);
        await session.SendAsync(
            new Envelope(Sender, [Ann]),
            mime,
            async _ =>
            {
                marks++;
                verbs = [.. server.Sessions[0].Verbs];

                // Time for bytes that are out already to arrive.
                await Assert.ThrowsAsync<TimeoutException>(() => Eventually.TrueAsync(() => bodySeen, TimeSpan.FromMilliseconds(100)));
                return true;
            },
            Cancellation);

        Assert.Equal((1, true), (marks, bodySeen));
        Assert.Equal("DATA", verbs[^1]);
        Assert.Single(server.Deliveries);
    }

    [Fact]
    public async Task ARefusedMarkSendsNoByteAndDropsTheConnection()
    {
        var bodySeen = false;
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Body, Play.Raw(""), (_, _) => bodySeen = true));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(new Envelope(Sender, [Ann]), Mime, _ => ValueTask.FromResult(false), Cancellation);
        await Eventually.TrueAsync(() => server.OpenConnections == 0);

        Assert.Equal((SmtpOutcome.Fenced, false, false), (transaction.Outcome, transaction.BodyStarted, transaction.SessionUsable));
        Assert.Null(transaction.Failure);
        Assert.False(bodySeen);
        Assert.Empty(server.Deliveries);
    }

    [Fact]
    public async Task AFaultOfTheMarkGoesBackToTheCaller()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var session = await SessionAsync(server);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            session.SendAsync(new Envelope(Sender, [Ann]), Mime, _ => throw new InvalidTimeZoneException(), Cancellation));

        Assert.False(session.IsUsable);
        Assert.Empty(server.Deliveries);
    }

    [Fact]
    public async Task TheMarkIsNotAskedForWhereTheServerDoesNotWantTheBody()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Data, Play.Reply("451 4.3.0 later")));
        await using var session = await SessionAsync(server);

        var transaction = await session.SendAsync(new Envelope(Sender, [Ann]), Mime, _ => throw new InvalidOperationException(), Cancellation);

        Assert.Equal(SmtpOutcome.Refused, transaction.Outcome);
    }

    [Theory]
    [InlineData(false, SmtpOutcome.Refused)]
    [InlineData(true, SmtpOutcome.Accepted)]
    public async Task EightBitContentNeedsTheServersConsent(bool offered, SmtpOutcome outcome)
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript { Capabilities = offered ? ["8BITMIME"] : [] });
        await using var session = await SessionAsync(server);

        var transaction = await session.SendMimeAsync(Bytes("A: b\r\n\r\nGrüße\r\n"));

        Assert.Equal(outcome, transaction.Outcome);
        Assert.Equal(offered ? ["BODY=8BITMIME"] : [], server.Sessions[0].Transactions.Select(t => t.Parameters));
    }

    [Fact]
    public async Task CancellingBeforeTheBodyThrowsAndAfterItIsUncertain()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Hang), new SmtpScript().On(SmtpStep.Data, Play.Hang));
        await using var first = await SessionAsync(server);
        await using var second = await SessionAsync(server);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var afterBody = first.SendAsync(new Envelope(Sender, [Ann]), Mime, Mark, cancelled.Token);
        var beforeBody = second.SendAsync(new Envelope(Sender, [Ann]), Mime, Mark, cancelled.Token);
        await server.WaitForSessionAsync(session => session.Number == 1 && session.Transactions is [{ RawMime: not null }]);
        await server.WaitForSessionAsync(session => session.Number == 2 && session.Verbs.Contains("DATA"));
        await cancelled.CancelAsync();

        Assert.Equal(SmtpOutcome.Uncertain, (await afterBody).Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beforeBody);
    }
}
