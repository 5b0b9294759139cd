using System.Collections.Concurrent;
using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Messaging;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Emails.Moves;

/// <summary>What a person asks for is in the row, its recipients and the log at once, or nowhere.</summary>
public sealed class MoveIntakeTests : DeliveryTest
{
    private readonly Rings _rings = new();

    [Fact]
    public async Task A_cancelled_email_is_so_for_whoever_still_waited_and_the_log_names_the_key()
    {
        var email = New(EmailStatus.Delayed, recipients: ["has-it@example.net", "waits@example.net"]);
        email.Stands(0, EmailStatus.Sent);
        await Db.AddAsync(email);

        await MovedAsync(EmailMover.Cancel);

        var stored = await LoadAsync();
        Assert.Equal((EmailStatus.Cancelled, null), (stored.Status, stored.NextActionAt));
        Assert.Equal([EmailStatus.Sent, EmailStatus.Cancelled], stored.Recipients.Select(r => r.Status));
        Assert.Equal(["email.cancelled"], await EventsAsync());
        Assert.Equal("""{"action":"cancel","keyId":"key_1"}""", (await LastEventAsync()).GetProperty("by").GetRawText());
        Assert.Empty(await Store.DueAsync(await LeaseAsync(), [], 10, Cancellation));
    }

    [Fact]
    public async Task The_second_who_comes_sees_how_it_stands_and_writes_nothing()
    {
        await Db.AddAsync(New(EmailStatus.Uncertain));
        await MovedAsync(EmailMover.ResolveAsSent);
        Clock.Advance(TimeSpan.FromSeconds(1));

        foreach (var by in (EmailMover[])[EmailMover.ResolveAsSent, EmailMover.Resend])
            Assert.Equal(MoveRefusal.NotUncertain, Assert.IsType<MoveResult.Refused>(await AskAsync(by)).Reason);

        Assert.Equal(["email.sent"], await EventsAsync());
    }

    [Fact]
    public async Task A_move_whose_answer_was_lost_can_be_repeated()
    {
        await Db.AddAsync(New());
        var request = Request(EmailMover.Cancel);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.IsType<MoveResult.Moved>(await Db.Door.WriteAsync((tx, ct) => MoveIntake.TryAsync(tx, request, CreatedAt, ct), Cancellation));

        Assert.Equal(["email.cancelled"], await EventsAsync());
    }

    [Fact]
    public async Task A_resend_marks_its_event_and_every_later_one_as_a_possible_duplicate()
    {
        await Db.AddAsync(New(EmailStatus.Uncertain), Body());

        await MovedAsync(EmailMover.Resend);
        Assert.True((await LastEventAsync()).GetProperty("possibleDuplicate").GetBoolean());
        await Store.BeginAttemptAsync(await LoadAsync(), await LeaseAsync(), 7, Cancellation);

        Assert.True((await LastEventAsync()).GetProperty("possibleDuplicate").GetBoolean());
        Assert.Equal("possible_duplicate", Assert.Single((await LoadAsync()).Warnings).Code);
        Assert.Equal(["email.queued", "email.sending"], await EventsAsync());
    }

    [Theory]
    [InlineData(EmailMover.Retry, EmailStatus.Failed)]
    [InlineData(EmailMover.Resend, EmailStatus.Uncertain)]
    public async Task What_retention_took_cannot_be_sent_again(EmailMover by, EmailStatus status)
    {
        await Db.AddAsync(New(status));

        var refused = Assert.IsType<MoveResult.Refused>(await AskAsync(by));

        Assert.Equal(MoveRefusal.Conflict, refused.Reason);
        Assert.Equal((status, 0), ((await LoadAsync()).Status, (await EventsAsync()).Count));
    }

    [Fact]
    public async Task What_is_to_go_out_now_rings_for_its_lane()
    {
        await Db.AddAsync(New(EmailStatus.Failed), Body(), New(EmailStatus.Scheduled, id: "em_2", lane: "acme/other/shared"), New(id: "em_3", lane: "acme/third/shared"));
        using var bell = new LaneBell(_rings, NullLogger<LaneBell>.Instance);
        await bell.StartAsync(Cancellation);

        await MovedAsync(EmailMover.Cancel, "em_3", bell);
        await MovedAsync(EmailMover.Retry, "em_1", bell);
        await MovedAsync(EmailMover.Reschedule, "em_2", bell);

        await Eventually.BecomesAsync(() => _rings.Heard.Order(StringComparer.Ordinal).ToList(), heard => heard.SequenceEqual(["acme/other/shared", Lane]));
        await bell.StopAsync(Cancellation);
    }

    [Fact]
    public async Task An_email_put_off_is_not_sent_at_its_old_time_by_a_worker_that_read_it_before()
    {
        await Db.AddAsync(New(EmailStatus.Scheduled, scheduledAt: CreatedAt, nextActionAt: CreatedAt));
        var lease = await LeaseAsync();
        var (first, second) = (await LoadAsync(), await LoadAsync());

        await MovedAsync(Request(EmailMover.Reschedule) with { ScheduledAt = CreatedAt.AddHours(1) });

        Assert.False(await Store.BeginAttemptAsync(first, lease, 7, Cancellation));
        Assert.False(await Store.ParkAsync(second, EmailStatus.Held, new(FailureClass.Policy, FailureReason.IdentityChanged, null, null, "x"), 7, lease, Cancellation));
        Assert.Equal((EmailStatus.Scheduled, CreatedAt.AddHours(1)), ((await LoadAsync()).Status, (await Store.NextDueAsync(Lane, Cancellation))!.Value));
        Assert.Equal(["email.scheduled"], await EventsAsync());
    }

    [Theory]
    [InlineData(48)]
    [InlineData(1)]
    public async Task The_idempotency_key_lives_as_long_as_the_new_time_asks_for(int hours)
    {
        var scheduledAt = CreatedAt.AddHours(24);
        await Db.AddAsync(New(EmailStatus.Scheduled, scheduledAt: scheduledAt, nextActionAt: scheduledAt), Record("em_1", scheduledAt), Record("em_2", scheduledAt));

        await MovedAsync(Request(EmailMover.Reschedule) with { ScheduledAt = CreatedAt.AddHours(hours) });

        await using var db = Db.Read();
        var expiries = await db.IdempotencyRecords.OrderBy(r => r.Key).Select(r => r.ExpiresAt).ToListAsync(Cancellation);
        Assert.Equal([CreatedAt.AddHours(hours) + IdempotencyRecords.Lifetime, scheduledAt + IdempotencyRecords.Lifetime], expiries);
    }

    [Fact]
    public async Task Another_tenants_email_is_not_there()
    {
        await Db.AddAsync(New());

        var answer = await IntakeOf(Bell()).MoveAsync(Request(EmailMover.Cancel) with { TenantId = "globex" }, Cancellation);

        Assert.Equal((MoveRefusal.NotFound, EmailStatus.Queued), (Assert.IsType<MoveResult.Refused>(answer).Reason, (await LoadAsync()).Status));
    }

    /// <summary>Decided by the database: one of them gets the email, and the others are told so.</summary>
    [Fact]
    public async Task Of_a_worker_and_people_who_meet_at_an_email_one_gets_it()
    {
        var raced = await MoveRace.RunAsync(Db, () => Db.Door, 200, Cancellation);

        Assert.All(raced, email => Assert.Equal(email.Begun ? RacedEmail.Sending : RacedEmail.TakenBack, email));
        Assert.Equal((true, false), (raced[0].Begun, raced[1].Begun));
    }

    private static MoveRequest Request(EmailMover by, string id = "em_1") => new("acme", id, new(by, "key_1"), null);

    private static EmailBody Body() => new() { EmailId = "em_1", RawMime = [1, 2, 3] };

    private static IdempotencyRecord Record(string emailId, DateTimeOffset due) =>
        new() { TenantId = "acme", Key = emailId, RequestHash = "", EmailId = emailId, ExpiresAt = due + IdempotencyRecords.Lifetime };

    private LaneBell Bell() => new(_rings, NullLogger<LaneBell>.Instance);

    private MoveIntake IntakeOf(LaneBell bell) => new(Db.Door, bell, Clock);

    private async Task<MoveResult> AskAsync(EmailMover by)
    {
        using var bell = Bell();
        return await IntakeOf(bell).MoveAsync(Request(by), Cancellation);
    }

    private async Task MovedAsync(EmailMover by) => Assert.IsType<MoveResult.Moved>(await AskAsync(by));

    private async Task MovedAsync(EmailMover by, string id, LaneBell bell) => Assert.IsType<MoveResult.Moved>(await IntakeOf(bell).MoveAsync(Request(by, id), Cancellation));

    private async Task MovedAsync(MoveRequest request)
    {
        using var bell = Bell();
        Assert.IsType<MoveResult.Moved>(await IntakeOf(bell).MoveAsync(request, Cancellation));
    }

    private async Task<JsonElement> LastEventAsync()
    {
        await using var db = Db.Read();
        return JsonSerializer.Deserialize<JsonElement>(await db.Events.OrderByDescending(e => e.Number).Select(e => e.Data).FirstAsync(Cancellation));
    }

    private sealed class Rings : IBusRings
    {
        public ConcurrentBag<string> Heard { get; } = [];

        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct)
        {
            foreach (var lane in lanes)
                Heard.Add(lane);
            return Task.CompletedTask;
        }

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}
