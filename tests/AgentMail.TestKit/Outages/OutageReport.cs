using AgentMail.TestKit.Crashes;

namespace AgentMail.TestKit.Outages;

/// <summary>What a run through an outage left behind.</summary>
/// <param name="Mail">What became of every email.</param>
/// <param name="Heard">Every answer to a caller from the first moment of it, in order.</param>
/// <param name="Back">How soon everything went on.</param>
public sealed record OutageReport(CrashReport Mail, IReadOnlyList<HeardAnswer> Heard, Recovery Back)
{
    /// <summary>The longest that anybody waited for an answer.</summary>
    public TimeSpan LongestWait => Heard.Max(answer => answer.Took);

    public int Count(int? status) => Heard.Count(answer => answer.Status == status);

    /// <summary>For the table of a run.</summary>
    public override string ToString() =>
        $"{Back} | 202: {Count(202)}, 503: {Count(503)}, no answer: {Count(null)}, longest {LongestWait.TotalSeconds:0.0} s | sent {Mail.Sent} of {Mail.Accepted}, uncertain {Mail.Uncertain}";
}
