using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.TestKit.Storage;

/// <summary>Several processes move emails while several count them, and those that count die at the worst moments.</summary>
public static class CountedMoves
{
    private const string Tenant = "acme";
    private const int Batch = 40;

    private static readonly DateTimeOffset Begin = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);
    private static readonly EmailMover[] Movers = Enum.GetValues<EmailMover>();

    /// <summary>Runs until everything is counted, and says what was counted and what a recount says.</summary>
    /// <param name="db">The database.</param>
    /// <param name="writers">How many processes move emails.</param>
    /// <param name="emailsOfEach">How many each makes.</param>
    /// <param name="startsAmid">Whether the first count happens while they do, instead of before.</param>
    /// <param name="random">Chance.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<CountedResult> RunAsync(TestDatabase db, int writers, int emailsOfEach, bool startsAmid, Random random, CancellationToken ct)
    {
        await db.AddAsync(new Core.Tenants.Tenant { Id = Tenant, Name = "Acme", CreatedAt = Begin });
        var clock = new ShiftedClock();
        if (!startsAmid)
            await new StatsStart(db.Engine).EnsureAsync(ct);
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(n => WriteAsync(db.Another(), emailsOfEach, new Random(random.Next()), ct)));
        await new StatsStart(db.Engine).EnsureAsync(ct);
        var first = await PlaceAsync(db, ct);
        var deaths = 0;
        while (await CountAsync(db, clock, new Random(random.Next()), writing, ct))
        {
            // The next process takes over once the claim of the dead one has run out.
            deaths++;
            clock.Advance(SinkCursors.Lease + TimeSpan.FromSeconds(1));
        }
        await writing;
        return await ResultAsync(db, first, deaths, ct);
    }

    private static async Task WriteAsync(Database door, int count, Random random, CancellationToken ct)
    {
        foreach (var i in Enumerable.Range(0, count))
        {
            var email = New(Begin.AddMinutes(random.Next(120)), random);
            await door.WriteAsync((tx, _) => { tx.Db.Emails.Add(email); tx.Append(EmailEvents.Of(email, email.CreatedAt)); return Task.CompletedTask; }, ct);
            var now = email.CreatedAt;
            for (var moves = random.Next(8); moves > 0; moves--)
                await MoveAsync(door, email, now = now.AddSeconds(random.Next(40)), random, ct);
        }
    }

    private static async Task MoveAsync(Database door, Email email, DateTimeOffset now, Random random, CancellationToken ct)
    {
        var legal = (from to in Enum.GetValues<EmailStatus>() from mover in Movers where EmailMoves.Allows(email.Status, to, mover) select (to, mover)).ToArray();
        if (legal.Length == 0)
            return;
        var (status, by) = legal[random.Next(legal.Length)];
        // Handed to another server, which no event tells of.
        if (random.Next(4) == 0)
            email.ServerId = $"server-{random.Next(3)}";
        email.MoveTo(status, null, now, by, _ => false);
        await door.WriteAsync(
            async (tx, token) =>
            {
                await tx.Db.Emails.Where(e => e.Id == email.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, email.Status).SetProperty(e => e.ServerId, email.ServerId), token);
                tx.Append(EmailEvents.Of(email, now));
            }, ct);
    }

    /// <summary>One process that counts, until it dies or is done; false when everything is counted.</summary>
    private static async Task<bool> CountAsync(TestDatabase db, ShiftedClock clock, Random random, Task writing, CancellationToken ct)
    {
        var (door, worker) = (db.Another(), Guid.NewGuid().ToString());
        var (log, cursors, ledger) = (new EventLog(door), new SinkCursors(door, clock), new StatsLedger(door));
        var place = (await cursors.ClaimAsync(StatsLedger.Name, worker, fromNow: false, ct))!.Value;
        while (true)
        {
            var isLast = writing.IsCompleted;
            var events = await log.AfterAsync(place, random.Next(1, Batch), ct);
            if (events.Count == 0 && isLast)
                return false;
            if (events.Count == 0)
                continue;
            var write = await ledger.CountAsync(place, events, ct);
            var fate = random.Next(12);
            if (fate == 0)
                return true;
            if (fate == 1)
                await OvertakenAsync(db, clock, cursors, ct);
            if (!await cursors.AdvanceAsync(StatsLedger.Name, worker, place, events[^1].Number, write, ct) || fate == 2)
                return true;
            place = events[^1].Number;
        }
    }

    /// <summary>Another process takes over, counts a little and dies, while the first believes that all is well.</summary>
    private static async Task OvertakenAsync(TestDatabase db, ShiftedClock clock, SinkCursors cursors, CancellationToken ct)
    {
        clock.Advance(SinkCursors.Lease + TimeSpan.FromSeconds(1));
        var place = (await cursors.ClaimAsync(StatsLedger.Name, "other", fromNow: false, ct))!.Value;
        var events = await new EventLog(db.Door).AfterAsync(place, 3, ct);
        if (events.Count > 0)
            await cursors.AdvanceAsync(StatsLedger.Name, "other", place, events[^1].Number, await new StatsLedger(db.Door).CountAsync(place, events, ct), ct);
    }

    private static async Task<long> PlaceAsync(TestDatabase db, CancellationToken ct)
    {
        await using var read = db.Read();
        return await read.SinkCursors.Where(c => c.Sink == StatsLedger.Name).Select(c => c.Number).SingleAsync(ct);
    }

    private static async Task<CountedResult> ResultAsync(TestDatabase db, long first, int deaths, CancellationToken ct)
    {
        await using var read = db.Read();
        var counted = (await read.EmailCounts.ToListAsync(ct)).ToDictionary(c => new Standing(c.TenantId, c.Hour, c.Status, c.ServerId, c.SenderKind, c.SenderId), c => c.Count);
        var log = await read.Events.OrderBy(e => e.Number).ToListAsync(ct);
        var emails = await read.Emails.Select(e => new { e.CreatedAt, e.Status, e.SenderId }).ToListAsync(ct);
        return new(
            deaths, log.Count,
            Lines(counted.Select(c => (c.Key.ToString(), c.Value))), Lines(log.GroupBy(e => e.EmailId).Select(g => Standing.Of(g.Last())!.ToString()).CountBy(s => s).Select(s => (s.Key, (long)s.Value))),
            Lines(counted.GroupBy(c => $"{c.Key.Hour:O} {c.Key.Status} {c.Key.SenderId}").Select(g => (g.Key, g.Sum(c => c.Value)))),
            Lines(emails.CountBy(e => $"{Standing.HourOf(e.CreatedAt):O} {e.Status} {e.SenderId}").Select(s => (s.Key, (long)s.Value))),
            Lines((await read.EventCounts.ToListAsync(ct)).Select(c => ($"{c.Minute:O} {c.Type}", c.Count))),
            Lines(log.Where(e => e.Number > first).CountBy(e => $"{Standing.MinuteOf(e.Timestamp):O} {e.Type}").Select(s => (s.Key, (long)s.Value))));
    }

    private static string Lines(IEnumerable<(string What, long Count)> counts) => string.Join('\n', counts.Select(c => $"{c.What}: {c.Count}").Order(StringComparer.Ordinal));

    private static Email New(DateTimeOffset createdAt, Random random)
    {
        var sender = $"agent-{random.Next(3)}";
        var status = random.Next(4) == 0 ? EmailStatus.Scheduled : EmailStatus.Queued;
        return new()
        {
            Id = EmailId.New(createdAt),
            TenantId = Tenant,
            Status = status,
            SenderKind = SenderKind.Agent,
            SenderId = sender,
            AgentId = sender,
            SenderAddress = $"{sender}@acme.example",
            ServerId = "server-0",
            ConfigVersion = 1,
            From = $"{sender}@acme.example",
            EnvelopeFrom = $"{sender}@acme.example",
            Subject = "Your case",
            InternetMessageId = "<1@acme.example>",
            SizeBytes = 100,
            Lane = $"{Tenant}/server-0/shared",
            CreatedAt = createdAt,
        };
    }
}

/// <summary>Counts, and what they must be.</summary>
/// <param name="Deaths">How many processes died over it.</param>
/// <param name="Events">How many events there were.</param>
/// <param name="Counted">What was counted.</param>
/// <param name="ByLog">What the last event of each email says.</param>
/// <param name="CountedByStatus">What was counted, whatever the server.</param>
/// <param name="ByRows">What the emails themselves say.</param>
/// <param name="CountedEvents">Events as they were counted.</param>
/// <param name="LoggedEvents">Events as they are in the log.</param>
public sealed record CountedResult(
    int Deaths, int Events, string Counted, string ByLog, string CountedByStatus, string ByRows, string CountedEvents, string LoggedEvents);
