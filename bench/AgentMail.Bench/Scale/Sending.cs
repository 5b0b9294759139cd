using AgentMail.Bench.EndToEnd;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Retention;
using AgentMail.Core.Storage;
using AgentMail.Core.Validation;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Bench.Scale;

/// <summary>The writes around sends, one email after the other, out of the backlog and under leases that the filling gave away.</summary>
internal sealed class Sending
{
    private readonly EmailIntake _intake;
    private readonly DeliveryStore _store;
    private readonly Queue<(Email Email, LaneLease Lease)> _waiting;
    private readonly Queue<(Email Email, LaneLease Lease)> _begun = new();
    private readonly Queue<(Email Email, LaneLease Lease)> _inData = new();
    private readonly ScaleOptions _options;
    private int _next;

    private Sending(ScaleHost host, ScaleOptions options, IEnumerable<(Email, LaneLease)> waiting) =>
        (_intake, _store, _options, _waiting) = (host.Get<EmailIntake>(), host.Get<DeliveryStore>(), options, new(waiting));

    /// <summary>Of a lane that has something due.</summary>
    public LaneLease Lease => _waiting.Peek().Lease;

    public static async Task<Sending> PrepareAsync(ScaleHost host, ScaleOptions options, int skip = 0)
    {
        await using var db = host.Get<Database>().Read();
        var due = await db.Emails.Where(e => e.Status == EmailStatus.Queued).OrderBy(e => e.Id).Skip(skip).Take(200).Include(e => e.Recipients).ToListAsync();
        var lanes = due.Select(e => e.Lane).ToList();
        var leases = await db.Lanes.Where(l => lanes.Contains(l.Key) && l.Owner != null).ToDictionaryAsync(l => l.Key, l => new LaneLease(l.Key, l.Owner!, l.Fence));
        return new(host, options, due.Where(e => leases.ContainsKey(e.Lane)).DistinctBy(e => e.Lane).Select(e => (e, leases[e.Lane])));
    }

    /// <summary>A lane that nobody holds.</summary>
    public string FreeLane() => LaneKey.Own(TenantOf(_options.Agents - ++_next), "main", SenderKind.Agent, $"agent-{_options.Agents - _next}");

    /// <summary>A tenant that keeps messages for no time at all.</summary>
    public RetentionPeriods NextTenant() => new($"t{++_next}", BodyDays: -1, EventDays: -1);

    public async Task AcceptAsync()
    {
        var number = ++_next;
        var draft = EmailDraftValidator.Validate(new() { To = [new($"bob-{number}@example.net")], Subject = "Your case 4711", Html = Letters.Html }, new ValidationErrors())!;
        var request = new SendRequest(TenantOf(number), new($"agent-{number}", null), null, draft, SignatureChoice.Default, null);
        if (await _intake.AcceptAsync(request, new($"key-{number}", new string('0', 64)), CancellationToken.None) is IntakeResult.Refused refused)
            throw new InvalidOperationException(refused.Detail);
    }

    public async Task BeginAsync()
    {
        var (email, lease) = _waiting.Dequeue();
        Check(await _store.BeginAttemptAsync(email, lease, 1, CancellationToken.None));
        _begun.Enqueue((email, lease));
    }

    public async Task EnterDataAsync()
    {
        var (email, lease) = _begun.Dequeue();
        Check(await _store.EnterDataAsync(email, lease, CancellationToken.None));
        _inData.Enqueue((email, lease));
    }

    public async Task SettleAsync()
    {
        var (email, lease) = _inData.Dequeue();
        var settlement = new Settlement(EmailStatus.Sent, [new(0, EmailStatus.Sent, new(250, "2.0.0", "Ok"))], null, null, new("smtp.acme.example", "TLS1.3"));
        Check(await _store.SettleAsync(email, settlement, lease, CancellationToken.None));
    }

    private string TenantOf(int agent) => $"t{agent % _options.Tenants + 1}";

    private static void Check(bool written)
    {
        if (!written)
            throw new InvalidOperationException("The email was not the lane's to send.");
    }
}
