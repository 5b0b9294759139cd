using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Stats;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Delivery;
using AgentMail.Tests.Core.Emails;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Stats;

public sealed class StatsLedgerTests : DeliveryTest
{
    [Fact]
    public async Task Counts_equal_a_recount_whoever_died_while_counting()
    {
        var result = await CountedMoves.RunAsync(Db, writers: 3, emailsOfEach: 40, startsAmid: false, new Random(20261124), Cancellation);

        Assert.Equal(result.ByLog, result.Counted);
        Assert.Equal(result.ByRows, result.CountedByStatus);
        Assert.Equal(result.LoggedEvents, result.CountedEvents);
        Assert.InRange(result.Deaths, 1, result.Events);
    }

    [Fact]
    public async Task An_installation_that_has_emails_already_counts_them_first_as_of_one_moment_of_the_log()
    {
        var (sent, waiting) = (await AcceptAsync(), await AcceptAsync());
        await MoveAsync(sent, EmailStatus.Sending);
        await MoveAsync(sent, EmailStatus.Sent);
        // Handed to another server since its last event: the next one takes it from where that one said.
        await using (var db = Db.Engine.Open())
            await db.Emails.Where(e => e.Id == waiting.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.ServerId, "other"), Cancellation);

        var place = await StartAsync();
        Assert.Equal(4, place);
        Assert.Equal(["queued own 1", "sent own 1"], await CountedAsync());

        waiting.ServerId = "other";
        await MoveAsync(waiting, EmailStatus.Sending);
        await StartAsync();
        await CountAsync(place);
        Assert.Equal(["sending other 1", "sent own 1"], await CountedAsync());
    }

    [Fact]
    public async Task An_email_whose_history_retention_has_removed_still_counts_once()
    {
        await StartAsync();
        var scheduled = await AcceptAsync(EmailStatus.Scheduled);
        await AcceptAsync();
        var place = await CountAsync(0);
        Clock.Advance(TimeSpan.FromDays(100));
        await using (var db = Db.Engine.Open())
            await db.Events.ExecuteDeleteAsync(Cancellation);

        await MoveAsync(scheduled, EmailStatus.Queued);
        await MoveAsync(scheduled, EmailStatus.Sending);
        await CountAsync(place);

        Assert.Equal(["queued own 1", "sending own 1"], await CountedAsync());
    }

    [Fact]
    public async Task What_was_counted_for_a_tenant_that_is_gone_by_then_is_not_written()
    {
        await StartAsync();
        await AcceptAsync();
        await using (var db = Db.Engine.Open())
            await db.Tenants.ExecuteDeleteAsync(Cancellation);

        await CountAsync(0);

        Assert.Empty(await CountedAsync());
    }

    private async Task<long> StartAsync()
    {
        await using var db = Db.Engine.Open();
        if (!await db.SinkCursors.AnyAsync(Cancellation))
            await Db.AddAsync(new AgentMail.Core.Tenants.Tenant { Id = "acme", Name = "Acme", CreatedAt = StoredEmail.CreatedAt });
        await new StatsStart(Db.Engine).EnsureAsync(Cancellation);
        return await db.SinkCursors.Select(c => c.Number).SingleAsync(Cancellation);
    }

    private async Task<long> CountAsync(long place)
    {
        var events = await new EventLog(Db.Door).AfterAsync(place, 1000, Cancellation);
        var write = await new StatsLedger(Db.Door).CountAsync(place, events, Cancellation);
        await Db.Door.WriteAsync((tx, ct) => write(tx, ct), Cancellation);
        return events[^1].Number;
    }

    private async Task<Email> AcceptAsync(EmailStatus status = EmailStatus.Queued)
    {
        var email = StoredEmail.New(status, EmailId.New(StoredEmail.CreatedAt));
        await Db.Door.WriteAsync((tx, _) => { tx.Db.Emails.Add(email); tx.Append(EmailEvents.Of(email, email.CreatedAt)); return Task.CompletedTask; }, Cancellation);
        return email;
    }

    private async Task MoveAsync(Email email, EmailStatus status)
    {
        email.MoveTo(status, null, Clock.GetUtcNow());
        await Db.Door.WriteAsync(
            async (tx, ct) =>
            {
                await tx.Db.Emails.Where(e => e.Id == email.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, status), ct);
                tx.Append(EmailEvents.Of(email, Clock.GetUtcNow()));
            }, Cancellation);
    }

    private async Task<IReadOnlyList<string>> CountedAsync()
    {
        await using var db = Db.Read();
        return [.. (await db.EmailCounts.ToListAsync(Cancellation)).Select(c => $"{c.Status.ToString().ToLowerInvariant()} {c.ServerId} {c.Count}").Order(StringComparer.Ordinal)];
    }
}
