using System.Text.Json;

namespace AgentMail.Bench.EndToEnd;

/// <summary>The requests of the load: numbered, 2 KB of HTML, one identity after the other.</summary>
internal sealed class Letters(IReadOnlyList<string> agents)
{
    public static readonly string Html =
        "<html><body><p>" + string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog while the agent reports progress. ", 26)) + "</p></body></html>";

    /// <summary>The number is in the recipient, so that the sink can tell emails apart without reading them.</summary>
    public byte[] Request(int number) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        sender = new { agentId = agents[number % agents.Count] },
        to = new[] { $"nr-{number}@dest.test" },
        subject = $"Report {number}",
        html = Html,
    });
}
