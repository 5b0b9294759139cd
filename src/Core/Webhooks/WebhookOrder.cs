namespace AgentMail.Core.Webhooks;

/// <summary>An earlier event of an email that is not through.</summary>
/// <param name="EmailId">The email.</param>
/// <param name="EventNumber">The event.</param>
/// <param name="NextAttemptAt">When it is called next.</param>
public sealed record WebhookBlocker(string EmailId, long EventNumber, DateTimeOffset NextAttemptAt);

/// <summary>A delivery that waits for an earlier one of its email, which waits for its retry.</summary>
/// <param name="Delivery">The one that waits.</param>
/// <param name="Until">Until when.</param>
public sealed record WebhookDeferral(WebhookDelivery Delivery, DateTimeOffset Until);

/// <summary>
/// What is told of one email is told in order, as long as that delays nothing for long: an event waits while an earlier one is being
/// called, and for its first two retries if they are due soon. Then it goes before, and the receiver tells by the event's id. Pure.
/// </summary>
public static class WebhookOrder
{
    /// <summary>Calls of an earlier event that a later one waits for.</summary>
    public const int CallsWaitedFor = 3;

    /// <summary>Longest wait for a retry of an earlier one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Splits what is due into what may be called, each email's in order, and what is put off.</summary>
    /// <param name="due">What is due and was read.</param>
    /// <param name="blockers">Events of the same emails that are not through and that later ones wait for.</param>
    /// <param name="now">The clock.</param>
    public static (IReadOnlyList<WebhookDelivery> Ready, IReadOnlyList<WebhookDeferral> PutOff) Sort(
        IReadOnlyList<WebhookDelivery> due, IReadOnlyCollection<WebhookBlocker> blockers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(due);
        var byEmail = blockers.ToLookup(b => b.EmailId, StringComparer.Ordinal);
        var here = due.Select(d => d.EventNumber).OfType<long>().ToHashSet();
        var (ready, putOff) = (new List<WebhookDelivery>(due.Count), new List<WebhookDeferral>());
        foreach (var delivery in due)
        {
            var earlier = delivery.EmailId is { } email ? byEmail[email].Where(b => b.EventNumber < delivery.EventNumber).ToList() : [];
            // One that is due and was not read stands further back: whoever waits for it goes behind it.
            var awaited = earlier.Where(b => b.NextAttemptAt > now || !here.Contains(b.EventNumber)).Select(b => (DateTimeOffset?)b.NextAttemptAt).Max();
            if (awaited is { } until)
                putOff.Add(new(delivery, until));
            else
                ready.Add(delivery);
        }
        return (ready, putOff);
    }
}
