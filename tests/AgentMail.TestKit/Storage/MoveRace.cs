using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.TestKit.Storage;

/// <summary>A worker begins attempts while two people cancel the same emails, each through a process of their own.</summary>
public static class MoveRace
{
    private const string Tenant = "acme";
    private static readonly string Lane = LaneKey.Shared(Tenant, "own");

    /// <summary>Races for this many emails at once; what each got.</summary>
    public static async Task<IReadOnlyList<RacedEmail>> RunAsync(TestDatabase db, int count, CancellationToken ct)
    {
        var emails = Enumerable.Range(0, count).Select(i => New($"em_{i:D4}")).ToList();
        await db.AddAsync([.. emails]);
        var (worker, lanes) = (new DeliveryStore(db.Another(), TimeProvider.System), new LaneStore(db.Another(), TimeProvider.System));
        var lease = (await lanes.AcquireAsync(Lane, "w1", ct)).Lease!;
        MoveIntake[] people = [Person(db), Person(db)];

        var outcomes = await Task.WhenAll(emails.Select(async (email, i) =>
        {
            // Each side comes first as often as the other.
            var begin = i % 2 == 0 ? worker.BeginAttemptAsync(New(email.Id), lease, 1, ct) : null;
            var cancels = people.Select((person, n) => person.MoveAsync(new(Tenant, email.Id, new(EmailMover.Cancel, $"key_{n}"), null), ct)).ToList();
            begin ??= worker.BeginAttemptAsync(New(email.Id), lease, 1, ct);
            return (email.Id, Begun: await begin, Cancelled: (await Task.WhenAll(cancels)).Count(c => c is MoveResult.Moved));
        }));

        await using var read = db.Read();
        var statuses = await read.Emails.Include(e => e.Recipients).ToDictionaryAsync(e => e.Id, ct);
        var events = (await read.Events.OrderBy(e => e.Number).ToListAsync(ct)).ToLookup(e => e.EmailId!, e => e.Type);
        return
        [
            .. outcomes.Select(o => new RacedEmail(
                o.Begun, o.Cancelled, statuses[o.Id].Status, statuses[o.Id].Recipients[0].Status, string.Join(' ', events[o.Id]))),
        ];
    }

    private static MoveIntake Person(TestDatabase db) =>
        new(db.Another(), new LaneBell(new Silence(), NullLogger<LaneBell>.Instance), TimeProvider.System);

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
