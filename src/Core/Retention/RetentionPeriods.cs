namespace AgentMail.Core.Retention;

/// <summary>How long a tenant keeps what.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="BodyDays">Days for which messages are kept after an email came to an end.</param>
/// <param name="EventDays">Days for which events are kept.</param>
public sealed record RetentionPeriods(string TenantId, int BodyDays, int EventDays)
{
    // A sink that comes back within this time misses nothing; one that is gone for good must not keep the log for ever.
    private static readonly TimeSpan PatienceWithSinks = TimeSpan.FromDays(30);

    // What became of a call is of use for as long as somebody asks why an event did not arrive.
    private const int MostDeliveryDays = 30;

    // Clocks of two processes differ: no process must find a key valid whose email another has removed.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    /// <summary>Messages of emails that came to an end before this go.</summary>
    public DateTimeOffset BodiesBefore(DateTimeOffset now) => now.AddDays(-BodyDays);

    /// <summary>Events before this go, once all sinks have them.</summary>
    public DateTimeOffset EventsBefore(DateTimeOffset now) => now.AddDays(-EventDays);

    /// <summary>Events before this go, whoever has not read them.</summary>
    public DateTimeOffset UnreadEventsBefore(DateTimeOffset now) => EventsBefore(now) - PatienceWithSinks;

    /// <summary>Emails that came to an end before this go whole: neither their message nor their history is kept any longer.</summary>
    public DateTimeOffset EmailsBefore(DateTimeOffset now) => now.AddDays(-Math.Max(BodyDays, EventDays));

    /// <summary>Deliveries to webhooks from before this go: as the events do that they tell of, and after thirty days at the latest.</summary>
    public DateTimeOffset DeliveriesBefore(DateTimeOffset now) => now.AddDays(-Math.Min(EventDays, MostDeliveryDays));

    /// <summary>The idempotency key of an email that was due before this has expired.</summary>
    public static DateTimeOffset KeysBefore(DateTimeOffset now) => now - Emails.IdempotencyRecords.Lifetime - ClockDifference;
}
