using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Emails;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Delivery;

/// <summary>A database with a clock of its own, and two workers, w1 and w2, who want one lane.</summary>
public abstract class DeliveryTest : IAsyncLifetime
{
    private protected const string Worker = "w1";
    private protected const string OtherWorker = "w2";

    private protected static readonly string Lane = StoredEmail.Lane;

    private protected static readonly DeliveryError TooFast = new(
        FailureClass.Transient, FailureReason.RateLimited, SmtpStage.MailFrom, new(421, "4.7.0", "Too fast"), "Slow down.");

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TestDatabase Db { get; private set; } = null!;

    private protected FakeTimeProvider Clock { get; } = new(StoredEmail.CreatedAt);

    private protected LaneStore Lanes { get; private set; } = null!;

    private protected DeliveryStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Db = await TestDatabase.OnSqliteAsync();
        Lanes = new(Db.Door, Clock);
        Store = new(Db.Door, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<LaneLease> LeaseAsync(string worker = Worker)
    {
        var answer = await Lanes.AcquireAsync(Lane, worker, Cancellation);
        return Assert.IsType<LaneLease>(answer.Lease);
    }

    /// <summary>The holder is silent until its lease has run out, and another worker takes the lane.</summary>
    private protected async Task<LaneLease> TakenOverAsync()
    {
        Clock.Advance(LaneLease.Lifetime + TimeSpan.FromSeconds(1));
        return await LeaseAsync(OtherWorker);
    }

    /// <summary>The first worker's attempt at em_1 slows the lane.</summary>
    private protected async Task<LaneLease> SlowedAsync(DateTimeOffset until)
    {
        var (lease, email) = (await LeaseAsync(), await LoadAsync());
        await Store.BeginAttemptAsync(email, lease, 7, Cancellation);
        var settlement = new Settlement(EmailStatus.Delayed, [new(0, EmailStatus.Delayed, TooFast.Reply)], TooFast, until, null)
        {
            IsForgiven = true,
            Pace = new(new(TooFast, until, 1, Clock.GetUtcNow())),
        };
        Assert.True(await Store.SettleAsync(email, settlement, lease, Cancellation));
        return lease;
    }

    private protected async Task<Email> LoadAsync(string id = "em_1")
    {
        await using var db = Db.Read();
        return await db.Emails.Include(e => e.Recipients.OrderBy(r => r.Ordinal)).SingleAsync(e => e.Id == id, Cancellation);
    }

    private protected async Task<IReadOnlyList<string>> EventsAsync()
    {
        await using var db = Db.Read();
        return await db.Events.OrderBy(e => e.Number).Select(e => e.Type).ToListAsync(Cancellation);
    }

    /// <summary>What somebody else, such as a person who cancels, does to an email meanwhile.</summary>
    private protected async Task MeanwhileAsync(EmailStatus status)
    {
        await using var db = Db.Engine.Open();
        await db.Emails.ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, status), Cancellation);
    }
}
