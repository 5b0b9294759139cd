using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.Worker.Smtp;
using Microsoft.Extensions.Time.Testing;
using static AgentMail.Tests.Worker.Smtp.Peer;

namespace AgentMail.Tests.Worker.Smtp;

public sealed class SmtpSessionPoolTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReturnedSessionIsUsedAgain()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 2);

        for (var i = 0; i < 3; i++)
            await SendOneAsync(pool);

        Assert.Single(server.Sessions);
        Assert.Equal(3, server.Deliveries.Count);
    }

    [Fact]
    public async Task NoMoreConnectionsThanAllowedAreOpen()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 2);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendOneAsync(pool)));

        Assert.InRange(server.PeakConnections, 1, 2);
        Assert.Equal(10, server.Deliveries.Count);
    }

    [Fact]
    public async Task AFailureHoldsNoSlot()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Times(2, SmtpStep.Auth, Play.Reply("535 5.7.8 no")));
        await using var pool = Pool(server, 1);

        Assert.NotNull((await pool.RentAsync(fresh: false, Cancellation)).Failure);
        Assert.NotNull((await pool.RentAsync(fresh: false, Cancellation)).Failure);
        await SendOneAsync(pool);

        Assert.Single(server.Deliveries);
    }

    /// <summary>Servers lock accounts that sign in wrongly too often: those who wait for a sign-in do not repeat it.</summary>
    [Fact]
    public async Task WhoWaitedForAnOpeningThatFailedDoesNotRepeatIt()
    {
        var gate = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Auth, Play.Reply("535 5.7.8 no").After(gate.Task)));
        await using var pool = Pool(server, 4);

        var rents = Enumerable.Range(0, 4).Select(_ => pool.RentAsync(fresh: false, Cancellation)).ToList();
        await server.WaitForSessionAsync(s => s.Verbs.Contains("AUTH"));
        gate.SetResult();
        var opened = await Task.WhenAll(rents);

        Assert.Single(opened, o => o.Failure is not null);
        Assert.Equal(3, opened.Count(o => o == SmtpOpenResult.NotTried));
        Assert.Single(server.Sessions);
    }

    [Fact]
    public async Task ItTellsHowManyAreSignedIn()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 3);
        Assert.Equal((0, 0), (pool.SignedIn, pool.Rented));

        var (first, second) = (await pool.RentAsync(fresh: false, Cancellation), await pool.RentAsync(fresh: false, Cancellation));
        Assert.Equal((2, 2, true), (pool.SignedIn, pool.Rented, first.IsNew));
        await pool.ReturnAsync(first.Session!);
        Assert.Equal((2, 1), (pool.SignedIn, pool.Rented));
        var again = await pool.RentAsync(fresh: false, Cancellation);
        Assert.Equal((2, 2, false), (pool.SignedIn, pool.Rented, again.IsNew));

        server.DropConnections("421 4.4.2 bye");
        await pool.ReturnAsync(again.Session!);
        await Eventually.TrueAsync(() => pool.SignedIn == 1);
        await pool.ReturnAsync(second.Session!);
        await Eventually.TrueAsync(() => pool.SignedIn == 0);
    }

    [Fact]
    public async Task ASessionThatTheServerEndedIsNotHandedOut()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 1);
        await SendOneAsync(pool);

        server.DropConnections("421 4.4.2 bye");
        await Eventually.TrueAsync(() => server.OpenConnections == 0);
        await SendOneAsync(pool);

        Assert.Equal(2, server.Deliveries.Count);
    }

    [Fact]
    public async Task ASessionThatTheServerIsEndingIsNotKept()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().Once(SmtpStep.RcptTo, Play.Reply("421 4.3.2 closing soon")));
        await using var pool = Pool(server, 1);
        var opened = await pool.RentAsync(fresh: false, Cancellation);

        var transaction = await opened.Session!.SendAsync(Ann);
        await pool.ReturnAsync(opened.Session!);
        await SendOneAsync(pool);

        Assert.Equal((SmtpOutcome.NoRecipients, false), (transaction.Outcome, transaction.SessionUsable));
        Assert.Equal(2, server.Sessions.Count);
    }

    [Fact]
    public async Task AFreshOneReplacesTheKeptOnes()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 1);
        await SendOneAsync(pool);

        await SendOneAsync(pool, fresh: true);

        Assert.Equal([1, 2], server.Deliveries.Select(delivery => delivery.Session));
        Assert.Equal("QUIT", server.Sessions[0].Verbs.Last());
    }

    [Fact]
    public async Task AnIdleSessionIsClosed()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 1);
        await SendOneAsync(pool);

        for (var waited = TimeSpan.Zero; waited < SmtpPoolLimits.IdleLimit; waited += TimeSpan.FromSeconds(15))
        {
            Assert.Equal(1, server.OpenConnections);
            _clock.Advance(TimeSpan.FromSeconds(15));
        }

        await Eventually.TrueAsync(() => server.OpenConnections == 0);
        Assert.Equal("QUIT", server.Sessions[0].Verbs.Last());
    }

    [Fact]
    public async Task AWornSessionIsReplaced()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = new SmtpSessionPool(Account(server), new SmtpTimeouts(), new SmtpPoolLimits(1, MessagesPerConnection: 2), _clock);

        for (var i = 0; i < 5; i++)
            await SendOneAsync(pool);

        Assert.Equal([1, 1, 2, 2, 3], server.Deliveries.Select(delivery => delivery.Session));
    }

    [Fact]
    public async Task AnOldSessionIsReplaced()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var pool = Pool(server, 1);
        var opened = await pool.RentAsync(fresh: false, Cancellation);

        _clock.Advance(SmtpPoolLimits.AgeLimit);
        await opened.Session!.SendAsync(Ann);
        await pool.ReturnAsync(opened.Session!);
        await SendOneAsync(pool);

        Assert.Equal([1, 2], server.Deliveries.Select(delivery => delivery.Session));
    }

    [Fact]
    public async Task DisposingClosesKeptSessionsAndThoseThatComeBack()
    {
        await using var server = ScriptedSmtpServer.Start();
        var pool = Pool(server, 2);
        var rented = await pool.RentAsync(fresh: false, Cancellation);
        await SendOneAsync(pool);

        await pool.DisposeAsync();
        await Eventually.TrueAsync(() => server.OpenConnections == 1);
        await pool.ReturnAsync(rented.Session!);

        await Eventually.TrueAsync(() => server.OpenConnections == 0);
    }

    private static async Task SendOneAsync(SmtpSessionPool pool, bool fresh = false)
    {
        var opened = await pool.RentAsync(fresh, Cancellation);
        Assert.Null(opened.Failure);
        Assert.Equal(SmtpOutcome.Accepted, (await opened.Session!.SendAsync(Ann)).Outcome);
        await pool.ReturnAsync(opened.Session!);
    }

    private SmtpSessionPool Pool(ScriptedSmtpServer server, int connections) =>
        new(Account(server), new SmtpTimeouts(), new SmtpPoolLimits(connections), _clock);
}
