using AgentMail.Core.Emails;
using AgentMail.Core.Stats;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Api.Stats;

/// <summary>How many emails reached which status, over time.</summary>
/// <param name="Since">The time asked for, rounded down to the step.</param>
/// <param name="Step">How long each item is.</param>
/// <param name="LastEventId">The last event that is counted: add what the stream brings after it.</param>
/// <param name="Items">The steps in which something happened, the oldest first; there is no item for one in which nothing did.</param>
internal sealed record ThroughputView(DateTimeOffset Since, ThroughputStep Step, string LastEventId, IReadOnlyList<ThroughputItemView> Items)
{
    public static ThroughputView Of(CountedEvents counted, DateTimeOffset since, ThroughputStep step) =>
        new(since, step, EventId.Format(counted.LastEvent), [.. counted.Steps.Select(ThroughputItemView.Of)]);
}

/// <summary>What happened within one step.</summary>
/// <param name="At">Its beginning.</param>
/// <param name="Scheduled">Events <c>email.scheduled</c>.</param>
/// <param name="Queued">Events <c>email.queued</c>.</param>
/// <param name="Sending">Attempts begun.</param>
/// <param name="Sent">Emails that a server took.</param>
/// <param name="Delayed">Events <c>email.delayed</c>.</param>
/// <param name="Held">Events <c>email.held</c>.</param>
/// <param name="Uncertain">Events <c>email.uncertain</c>.</param>
/// <param name="Failed">Events <c>email.failed</c>.</param>
/// <param name="Delivered">Events <c>email.delivered</c>.</param>
/// <param name="Bounced">Events <c>email.bounced</c>.</param>
/// <param name="Cancelled">Events <c>email.cancelled</c>.</param>
internal sealed record ThroughputItemView(
    DateTimeOffset At, long Scheduled, long Queued, long Sending, long Sent, long Delayed, long Held, long Uncertain, long Failed, long Delivered, long Bounced, long Cancelled)
{
    public static ThroughputItemView Of(CountedStep step)
    {
        return new(
            step.At, Count(EmailStatus.Scheduled), Count(EmailStatus.Queued), Count(EmailStatus.Sending), Count(EmailStatus.Sent), Count(EmailStatus.Delayed), Count(EmailStatus.Held),
            Count(EmailStatus.Uncertain), Count(EmailStatus.Failed), Count(EmailStatus.Delivered), Count(EmailStatus.Bounced), Count(EmailStatus.Cancelled));

        long Count(EmailStatus status) => step.Events.GetValueOrDefault(status);
    }
}

/// <summary>Length of a step.</summary>
internal enum ThroughputStep
{
    Minute,
    Hour,
}
