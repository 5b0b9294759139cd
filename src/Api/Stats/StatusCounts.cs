using AgentMail.Core.Emails;
using AgentMail.Core.Stats;

namespace AgentMail.Api.Stats;

/// <summary>How many, by status.</summary>
/// <param name="Scheduled">Wait for their time.</param>
/// <param name="Queued">Wait for their turn.</param>
/// <param name="Sending">Are being sent.</param>
/// <param name="Sent">The server took them.</param>
/// <param name="Delayed">Will be tried again.</param>
/// <param name="Held">Wait for somebody to mend something.</param>
/// <param name="Uncertain">May have arrived: somebody has to say.</param>
/// <param name="Failed">Were refused for good, or grew too old.</param>
/// <param name="Delivered">Were reported as delivered.</param>
/// <param name="Bounced">Were reported as not delivered after they were sent.</param>
/// <param name="Cancelled">Were taken back.</param>
internal sealed record StatusCounts(
    long Scheduled, long Queued, long Sending, long Sent, long Delayed, long Held, long Uncertain, long Failed, long Delivered, long Bounced, long Cancelled)
{
    public static StatusCounts Of(IEnumerable<CountedGroupOf> groups) => Of(groups.GroupBy(g => g.Group.Status).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)));

    public static StatusCounts Of(IReadOnlyDictionary<EmailStatus, long> counts)
    {
        return new(
            Count(EmailStatus.Scheduled), Count(EmailStatus.Queued), Count(EmailStatus.Sending), Count(EmailStatus.Sent), Count(EmailStatus.Delayed), Count(EmailStatus.Held),
            Count(EmailStatus.Uncertain), Count(EmailStatus.Failed), Count(EmailStatus.Delivered), Count(EmailStatus.Bounced), Count(EmailStatus.Cancelled));

        long Count(EmailStatus status) => counts.GetValueOrDefault(status);
    }
}
