using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;

namespace AgentMail.TestKit.Crashes;

/// <summary>Posts emails as a careful CRM does: each with a key of its own, again and again with the same key until there is a 202.</summary>
internal sealed class Callers(HttpClient client, CrashPlan plan)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<AcceptedEmail> _accepted = [];

    public int Count => _accepted.Count;

    public IReadOnlyList<AcceptedEmail> Accepted => [.. _accepted];

    public async Task PostAsync()
    {
        var last = -1;
        await Task.WhenAll(Enumerable.Range(0, plan.Callers).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref last); number < plan.Emails; number = Interlocked.Increment(ref last))
                _accepted.Add(await PostAsync(number));
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
        try
        {
            return await client.PostAsync("/v1/emails", body, key);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
