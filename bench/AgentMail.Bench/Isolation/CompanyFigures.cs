using System.Diagnostics;
using AgentMail.Bench.EndToEnd;
using AgentMail.Bench.Sink;

namespace AgentMail.Bench.Isolation;

/// <summary>What the six got in one run.</summary>
/// <param name="Company">Beside whom.</param>
/// <param name="EmailsPerSecond">Of the six, from the first POST to the last 250.</param>
/// <param name="PostToSink">Of the six, ms from POST to 250.</param>
/// <param name="Lost">Of the six, posted and not at the sink.</param>
/// <param name="Refused">Posts that were not accepted, whoever's.</param>
/// <param name="CpuSeconds">Of AgentMail, while mail was posted.</param>
/// <param name="OthersCores">Cores used meanwhile by what does not belong to the bench.</param>
internal sealed record CompanyFigures(Company Company, double EmailsPerSecond, Percentiles? PostToSink, int Lost, int Refused, double CpuSeconds, double OthersCores)
{
    public SickContacts? Contacts { get; init; }

    public static CompanyFigures Of(Company company, int senders, Posts posts, SinkReport taken, double cpuSeconds, double othersCores)
    {
        var mine = taken.Accepted.Where(a => a[0] % senders < IsolationRun.Compared).DistinctBy(a => a[0]).ToList();
        var rate = mine is [] ? 0 : mine.Count / Stopwatch.GetElapsedTime(posts.FirstStarted, mine.Max(a => a[1])).TotalSeconds;
        return new(
            company, Math.Round(rate, 2), Percentiles.Of(mine.Select(a => posts.MillisecondsUntil(a[0], a[1]))),
            (posts.Count / senders * IsolationRun.Compared) - mine.Count, posts.Refused, Math.Round(cpuSeconds, 2), Math.Round(Math.Max(0, othersCores), 2));
    }
}
