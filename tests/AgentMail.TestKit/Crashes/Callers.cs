using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Outages;

namespace AgentMail.TestKit.Crashes;

/// <summary>Posts emails as a careful CRM does: each with a key of its own, again and again with the same key until there is a 202.</summary>
internal sealed class Callers(HttpClient client, CrashPlan plan)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<AcceptedEmail> _accepted = [];
    private readonly ConcurrentQueue<HeardAnswer> _heard = [];

    public int Count => _accepted.Count;

    public IReadOnlyList<AcceptedEmail> Accepted => [.. _accepted];

    /// <summary>Every answer, also to tries.</summary>
    public IReadOnlyList<HeardAnswer> Heard => [.. _heard];

    /// <summary>Until all of the plan's emails are accepted, or until it is enough.</summary>
    public async Task PostAsync(CancellationToken enough = default)
    {
        var last = plan.First - 1;
        await Task.WhenAll(Enumerable.Range(0, plan.Callers).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref last); number < plan.First + plan.Emails && !enough.IsCancellationRequested; number = Interlocked.Increment(ref last))
            {
                _accepted.Add(await PostAsync(number));
                await Task.Delay(plan.CallersRest, CancellationToken.None);
            }
        }));
    }

    private async Task<AcceptedEmail> PostAsync(int number)
    {
        var recipient = $"nr-{number}@example.net";
        var body = JsonSerializer.Serialize(new
        {
            sender = new { agentId = Mailboxes.Agent(number % plan.Mailboxes) },
            to = new[] { recipient },
            subject = $"Nr. {number}",
            text = "Hello",
        });
        var stillness = new Stillness(plan.Patience);
        while (true)
        {
            var answer = await TryAsync(body, ("Idempotency-Key", $"crash-{number}"));
            if (answer is { Status: (int)HttpStatusCode.Accepted })
                return new(recipient, answer["id"]!, answer["messageId"]!, TimeProvider.System.GetUtcNow());
            if (stillness.LastsAt(number) || answer is { Status: < 500, Code: not "idempotency-in-progress" })
                throw new HttpRequestException($"Email {number} is not taken: {answer?.ToString() ?? "no answer"}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Null when the connection was lost: whether the email is stored is known only after another try.</summary>
    private async Task<ApiAnswer?> TryAsync(string body, (string, string) key)
    {
        var asked = Stopwatch.StartNew();
        ApiAnswer? answer = null;
        try
        {
            answer = await client.PostAsync("/v1/emails", body, key);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            // Told by the null.
        }
        _heard.Enqueue(new(
            TimeProvider.System.GetUtcNow(), asked.Elapsed, answer?.Status, answer?.Code, (int?)answer?.Headers.RetryAfter?.Delta?.TotalSeconds));
        return answer;
    }
}
