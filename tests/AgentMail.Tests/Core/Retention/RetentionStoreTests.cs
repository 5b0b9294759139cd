using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Events;
using AgentMail.Core.Retention;
using AgentMail.Core.Stats;
using AgentMail.Tests.Core.Delivery;
using AgentMail.Tests.Core.Emails;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Retention;

public sealed class RetentionStoreTests : DeliveryTest
{
    private const int Many = 100;

    private static readonly RetentionPeriods Acme = new("acme", BodyDays: 10, EventDays: 20);

    private RetentionStore Retention => new(Db.Door, Clock);

    [Fact]
    public async Task Only_what_came_to_an_end_loses_its_message()
    {
        foreach (var status in Enum.GetValues<EmailStatus>())
            await StoreAsync($"em_{status}", status);
        Clock.Advance(TimeSpan.FromDays(1000));

        await Retention.RemoveBodiesAsync(Acme, Many, Cancellation);
        await Retention.RemoveEmailsAsync(Acme, Many, Cancellation);

        var kept = Enum.GetValues<EmailStatus>().Where(s => !EmailMoves.IsFinal(s)).Select(s => $"em_{s}").Order();
        await using var db = Db.Read();
        Assert.Equal(kept, await db.Emails.Select(e => e.Id).Order().ToListAsync(Cancellation));
        Assert.Equal(kept, await db.Bodies.Select(b => b.EmailId).Order().ToListAsync(Cancellation));
        Assert.Equal(kept, await db.Recipients.Select(r => r.EmailId).Order().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_batch_has_as_many_as_were_asked_for_the_oldest_first_and_no_more_than_fit_into_a_short_transaction()
    {
        for (var i = 0; i < 5; i++)
            await StoreAsync($"em_{i}", EmailStatus.Sent, settledAfterDays: 5 - i, sizeBytes: i == 3 ? 100_000_000 : 100);
        Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(1, await Retention.RemoveBodiesAsync(Acme, 1, Cancellation));
        Assert.Equal(["em_0", "em_1", "em_2", "em_3"], await BodiesAsync());
        Assert.Equal(1, await Retention.RemoveBodiesAsync(Acme, Many, Cancellation));
        Assert.Equal(["em_0", "em_1", "em_2"], await BodiesAsync());
        Assert.Equal(3, await Retention.RemoveBodiesAsync(Acme, Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveBodiesAsync(Acme, Many, Cancellation));
    }

    [Fact]
    public async Task Another_tenant_keeps_its_own()
    {
        await StoreAsync("em_1", EmailStatus.Sent);
        Clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(0, await Retention.RemoveBodiesAsync(Acme with { TenantId = "globex" }, Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveBodiesAsync(Acme with { BodyDays = 101 }, Many, Cancellation));
        Assert.Equal(["em_1"], await BodiesAsync());
    }

    /// <summary>Whoever is first has it: the retry keeps the message, or is told that it is gone.</summary>
    [Fact]
    public async Task A_person_who_retries_meanwhile_is_not_left_with_an_email_without_message()
    {
        await StoreAsync("em_1", EmailStatus.Failed);
        Clock.Advance(TimeSpan.FromDays(11));
        var request = new MoveRequest("acme", "em_1", new(EmailMover.Retry, "key_1"), null);
        var seen = await LoadAsync();

        await Retention.RemoveBodiesAsync(Acme, Many, Cancellation);
        var moved = await Db.Door.WriteAsync((tx, ct) => MoveIntake.SaveAsync(tx.Db, seen, EmailStatus.Failed, seen.Attempt, ct), Cancellation);
        var result = await Db.Door.WriteAsync((tx, ct) => MoveIntake.TryAsync(tx, request, Clock.GetUtcNow(), ct), Cancellation);

        Assert.False(moved);
        Assert.Equal(MoveRefusals.BodyGone, result);
    }

    [Fact]
    public async Task Events_go_from_the_oldest_on_and_the_numbers_go_on()
    {
        await AppendAsync("acme", 0, 1, 25);
        await AppendAsync("globex", 0);
        Clock.Advance(TimeSpan.FromDays(25));

        Assert.Equal(1, await Retention.RemoveEventsAsync(Acme, 1, Cancellation));
        Assert.Equal(1, await Retention.RemoveEventsAsync(Acme, Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveEventsAsync(Acme, Many, Cancellation));

        Assert.Equal([3L, 4L], await NumbersAsync());
        await AppendAsync("acme", 25);
        Assert.Equal([3L, 4L, 5L], await NumbersAsync());
    }

    [Fact]
    public async Task Events_wait_for_a_sink_that_has_not_written_them_but_not_for_ever()
    {
        await Db.AddAsync(new SinkCursor { Sink = "fast", Number = 2 }, new SinkCursor { Sink = "slow", Number = 1 });
        await AppendAsync("acme", 0, 1);
        Clock.Advance(TimeSpan.FromDays(25));

        Assert.Equal(1, await Retention.RemoveEventsAsync(Acme, Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveEventsAsync(Acme, Many, Cancellation));
        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1, await Retention.RemoveEventsAsync(Acme, Many, Cancellation));
    }

    [Fact]
    public async Task An_email_stays_as_long_as_its_key_may_be_repeated()
    {
        // Taken back long before its time: the key lives until a day after that time all the same.
        await StoreAsync("em_1", EmailStatus.Cancelled, scheduledAfterDays: 60);
        Clock.Advance(TimeSpan.FromDays(59));
        await Retention.RemoveBodiesAsync(Acme, Many, Cancellation);

        Assert.Equal(0, await Retention.RemoveEmailsAsync(Acme, Many, Cancellation));
        Clock.Advance(TimeSpan.FromDays(2.1));
        Assert.Equal(1, await Retention.RemoveEmailsAsync(Acme, Many, Cancellation));
    }

    [Fact]
    public async Task Counts_go_as_what_they_count_goes_and_what_waits_is_counted_whatever_its_age()
    {
        EmailCount Emails(EmailStatus status, int days, string tenant = "acme") => new()
        {
            TenantId = tenant,
            Hour = StoredEmail.CreatedAt.AddDays(days),
            Status = status,
            ServerId = "own",
            SenderKind = SenderKind.Agent,
            SenderId = "ann",
            Count = 1,
        };
        EventCount Events(int days) => new() { TenantId = "acme", Minute = StoredEmail.CreatedAt.AddDays(days), Type = "email.sent", Count = 1 };
        await Db.AddAsync(
            Emails(EmailStatus.Sent, 0), Emails(EmailStatus.Failed, 1), Emails(EmailStatus.Held, 0), Emails(EmailStatus.Sent, 6), Emails(EmailStatus.Sent, 0, "globex"),
            Events(0), Events(1), Events(6));
        Clock.Advance(TimeSpan.FromDays(25));

        Assert.Equal(2, await Retention.RemoveCountsAsync(Acme, 1, Cancellation));
        Assert.Equal(2, await Retention.RemoveCountsAsync(Acme, Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveCountsAsync(Acme, Many, Cancellation));

        await using var db = Db.Read();
        Assert.Equal(
            [("acme", EmailStatus.Sent), ("acme", EmailStatus.Held), ("globex", EmailStatus.Sent)],
            (await db.EmailCounts.ToListAsync(Cancellation)).Select(c => (c.TenantId, c.Status)).Order());
        Assert.Equal(StoredEmail.CreatedAt.AddDays(6), (await db.EventCounts.SingleAsync(Cancellation)).Minute);
    }

    [Fact]
    public async Task Keys_go_once_they_have_expired()
    {
        IdempotencyRecord Key(string key, int days) =>
            new() { TenantId = "acme", Key = key, RequestHash = "", EmailId = "em_1", ExpiresAt = StoredEmail.CreatedAt.AddDays(days) };
        await Db.AddAsync(Key("a", 1), Key("b", 2), Key("c", 3));
        Clock.Advance(TimeSpan.FromDays(2.5));

        Assert.Equal(1, await Retention.RemoveKeysAsync(1, Cancellation));
        Assert.Equal(1, await Retention.RemoveKeysAsync(Many, Cancellation));
        Assert.Equal(0, await Retention.RemoveKeysAsync(Many, Cancellation));
        await using var db = Db.Read();
        Assert.Equal("c", await db.IdempotencyRecords.Select(r => r.Key).SingleAsync(Cancellation));
    }

    private async Task StoreAsync(string id, EmailStatus status, int settledAfterDays = 0, long sizeBytes = 100, int? scheduledAfterDays = null)
    {
        var email = StoredEmail.New(status, id, scheduledAt: scheduledAfterDays is { } days ? StoredEmail.CreatedAt.AddDays(days) : null);
        email.SettledAt = EmailMoves.IsFinal(status) ? StoredEmail.CreatedAt.AddDays(settledAfterDays) : null;
        await Db.AddAsync(email, new EmailBody { EmailId = id, RawMime = [1] });
        await using var db = Db.Engine.Open();
        await db.Emails.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.SizeBytes, sizeBytes), Cancellation);
    }

    private async Task AppendAsync(string tenantId, params int[] days)
    {
        foreach (var day in days)
            await Db.Door.WriteAsync((tx, _) => { tx.Append(new(tenantId, "email.sent", StoredEmail.CreatedAt.AddDays(day), "{}")); return Task.CompletedTask; }, Cancellation);
    }

    private async Task<List<string>> BodiesAsync()
    {
        await using var db = Db.Read();
        return await db.Bodies.Select(b => b.EmailId).Order().ToListAsync(Cancellation);
    }

    private async Task<List<long>> NumbersAsync()
    {
        await using var db = Db.Read();
        return await db.Events.Select(e => e.Number).Order().ToListAsync(Cancellation);
    }
}
