using System.Text.Json;
using AgentMail.TestKit.Http;

namespace AgentMail.TestKit.Crashes;

/// <summary>What AgentMail itself says of its emails.</summary>
internal sealed class EmailStates(HttpClient admin, CrashPlan plan)
{
    private static readonly string[] UnderWay = ["scheduled", "queued", "sending", "delayed"];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until no email waits for anything, or until nothing moves any more.</summary>
    /// <param name="progress">What else moves.</param>
    public async Task ComeToRestAsync(Func<int> progress)
    {
        var stillness = new Stillness(plan.Patience);
        while (await CountUnderWayAsync() is > 0 and var left && !stillness.LastsAt(left + progress()))
            await Task.Delay(Poll);
    }

    /// <summary>How every email stands, by its id.</summary>
    public async Task<IReadOnlyDictionary<string, EmailState>> ReadAsync()
    {
        var states = new Dictionary<string, EmailState>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await admin.ReadAsync($"/v1/emails?limit=200{(cursor is "" ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Body;
            foreach (var email in page.GetProperty("items").EnumerateArray())
                states[email.GetProperty("id").GetString()!] = new(email.GetProperty("status").GetString()!, WhyOf(email.GetProperty("lastError")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        return states;
    }

    /// <summary>When the email took this status; null when it never did.</summary>
    public async Task<DateTimeOffset?> TimeOfAsync(string id, string status)
    {
        var events = (await admin.ReadAsync($"/v1/emails/{id}/events")).Body.GetProperty("items").EnumerateArray();
        return events.LastOrDefault(e => e.GetProperty("type").GetString() == $"email.{status}") is { ValueKind: JsonValueKind.Object } happened
            ? happened.GetProperty("timestamp").GetDateTimeOffset()
            : null;
    }

    /// <summary>AgentMail's own count of promises that nobody keeps.</summary>
    public async Task<int> UnaccountedAsync()
    {
        const string gauge = "agentmail_unaccounted_emails";
        var line = (await admin.ReadAsync("/metrics")).Text.Split('\n').Single(l => l.StartsWith(gauge, StringComparison.Ordinal));
        return (int)double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>How many emails stats count otherwise than they stand, once they have had time to take over from a dead worker.</summary>
    public async Task<int> MiscountedAsync(IReadOnlyDictionary<string, EmailState> states)
    {
        var stand = states.Values.CountBy(state => state.Status).ToDictionary();
        var stillness = new Stillness(plan.Patience);
        int wrong;
        while ((wrong = Differences((await admin.ReadAsync("/v1/stats")).Body, stand)) > 0 && !stillness.LastsAt(wrong))
            await Task.Delay(Poll);
        return wrong;
    }

    private static int Differences(JsonElement stats, Dictionary<string, int> stand) => stats.TryGetProperty("byStatus", out var counts)
        ? counts.EnumerateObject().Sum(status => Math.Abs(status.Value.GetInt32() - stand.GetValueOrDefault(status.Name)))
        : stand.Values.Sum();

    private static string? WhyOf(JsonElement error) => error.ValueKind == JsonValueKind.Object ? error.GetProperty("hint").GetString() : null;

    private async Task<int> CountUnderWayAsync()
    {
        var count = 0;
        foreach (var status in UnderWay)
            count += (await admin.ReadAsync($"/v1/emails?status={status}&limit=200")).Body.GetProperty("items").GetArrayLength();
        return count;
    }
}
