using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.TestKit.Storage;

/// <summary>A worker begins attempts while people cancel the same emails.</summary>
public static class MoveRace
{
    private const string Tenant = "acme";
    private const int WaveSize = 8;
    private const int Latest = 4;

    private static readonly string Lane = LaneKey.Shared(Tenant, "own");

    /// <summary>Races for this many emails; what each got.</summary>
    /// <param name="db">The database that decides.</param>
    /// <param name="door">The way of each of them to it: the same, as in one process, or one of their own, as in several.</param>
    /// <param name="count">How many emails.</param>
    /// <param name="ct">Ends the race.</param>
    public static async Task<IReadOnlyList<RacedEmail>> RunAsync(TestDatabase db, Func<Database> door, int count, CancellationToken ct)
    {
        var emails = Enumerable.Range(0, count).Select(i => New($"em_{i:D4}")).ToList();
        await db.AddAsync([.. emails]);
        var (worker, lanes) = (new DeliveryStore(door(), TimeProvider.System), new LaneStore(door(), TimeProvider.System));
        var lease = (await lanes.AcquireAsync(Lane, "w1", ct)).Lease!;
        MoveIntake[] people = [Person(door()), Person(door())];

        var outcomes = new List<(string Id, bool Begun, int Cancelled)>();
        foreach (var wave in emails.Select((email, i) => (email.Id, Position: i)).Chunk(WaveSize))
            outcomes.AddRange(await Task.WhenAll(wave.Select(email => MeetAsync(email.Id, email.Position))));
        return await SeenAsync(db, outcomes, ct);

        async Task<(string Id, bool Begun, int Cancelled)> MeetAsync(string id, int position)
        {
            var begin = BeginAsync(id, position);
            if (position == 0)
                await begin;
            // Two people at each of several emails lock each other out in PostgreSQL, which takes it a second to notice.
            var asking = people.Take(position % WaveSize == 0 ? people.Length : 1);
            var cancelled = await Task.WhenAll(asking.Select((person, n) => person.MoveAsync(new(Tenant, id, new(EmailMover.Cancel, $"key_{n}"), null), ct)));
            return (id, position == 1 ? await worker.BeginAttemptAsync(New(id), lease, 1, ct) : await begin, cancelled.Count(c => c is MoveResult.Moved));
        }

        // The first email is the worker's and the second the people's. For the others the worker is as late as some commits take.
        async Task<bool> BeginAsync(string id, int position)
        {
            for (var late = position % Latest; late > 0; late--)
                await lanes.RenewAsync("w1", ct);
            return position != 1 && await worker.BeginAttemptAsync(New(id), lease, 1, ct);
        }
    }

    private static async Task<IReadOnlyList<RacedEmail>> SeenAsync(TestDatabase db, List<(string Id, bool Begun, int Cancelled)> outcomes, CancellationToken ct)
    {
        await using var read = db.Read();
        var statuses = await read.Emails.Include(e => e.Recipients).ToDictionaryAsync(e => e.Id, ct);
        var events = (await read.Events.OrderBy(e => e.Number).ToListAsync(ct)).ToLookup(e => e.EmailId!, e => e.Type);
        return
        [
            .. outcomes.Select(o => new RacedEmail(
                o.Begun, o.Cancelled, statuses[o.Id].Status, statuses[o.Id].Recipients[0].Status, string.Join(' ', events[o.Id]))),
        ];
    }

    private static MoveIntake Person(Database door) =>
        new(door, new LaneBell(new Silence(), NullLogger<LaneBell>.Instance), TimeProvider.System);

    private static Email New(string id) => new()
    {
        Id = id,
        TenantId = Tenant,
        Status = EmailStatus.Queued,
        SenderKind = SenderKind.Agent,
        SenderId = "ann",
        AgentId = "ann",
        SenderAddress = "ann@acme.example",
        ServerId = "own",
        ConfigVersion = 1,
        From = "ann@acme.example",
        EnvelopeFrom = "ann@acme.example",
        Subject = "Your case",
        InternetMessageId = $"<{id}@acme.example>",
        SizeBytes = 100,
        Lane = Lane,
        NextActionAt = DateTimeOffset.UnixEpoch,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Recipients = [new() { EmailId = id, Ordinal = 0, Field = RecipientField.To, Address = "bob@example.net", AddressKey = "bob@example.net", Status = EmailStatus.Queued }],
    };

    private sealed class Silence : IBusRings
    {
        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}

/// <summary>How the race for one email ended.</summary>
/// <param name="Begun">The worker was told that the attempt is its own.</param>
/// <param name="Cancelled">How many people were told that they cancelled it.</param>
/// <param name="Status">How the email stands.</param>
/// <param name="Recipient">How its recipient stands.</param>
/// <param name="Events">What the log says, in order.</param>
public sealed record RacedEmail(bool Begun, int Cancelled, EmailStatus Status, EmailStatus Recipient, string Events)
{
    /// <summary>The worker won: the recipient's row changes with the result only.</summary>
    public static RacedEmail Sending { get; } = new(true, 0, EmailStatus.Sending, EmailStatus.Queued, "email.sending");

    /// <summary>A person won, and only one did.</summary>
    public static RacedEmail TakenBack { get; } = new(false, 1, EmailStatus.Cancelled, EmailStatus.Cancelled, "email.cancelled");
}
