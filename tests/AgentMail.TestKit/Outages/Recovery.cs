using System.Diagnostics;
using AgentMail.TestKit.Crashes;
using AgentMail.TestKit.Crashes.Sink;
using AgentMail.TestKit.Http;

namespace AgentMail.TestKit.Outages;

/// <summary>Seconds from the return of what was away until each went on by itself.</summary>
/// <param name="Accepts">A send gets its 202.</param>
/// <param name="Sends">Mail accepted since has left.</param>
/// <param name="Consumes">A change is answered by a worker over the bus, and not found by its sweep.</param>
public sealed record Recovery(double Accepts, double Sends, double Consumes)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    // A worker's sweep leaves a change to the bus for two seconds.
    private static readonly TimeSpan SoonerThanASweep = TimeSpan.FromSeconds(1.9);

    public override string ToString() => $"accepts {Accepts:0.0} s, sends {Sends:0.0} s, consumes {Consumes:0.0} s";

    /// <summary>Measures from now on, while callers post.</summary>
    internal static async Task<Recovery> MeasureAsync(HttpClient admin, Callers callers, RecordingSink sink, TimeSpan within)
    {
        var (since, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        var accepts = UntilAsync(() => callers.Accepted.Any(email => email.At > since), watch, within, "mail is accepted again");
        var sends = UntilAsync(() => HasLeft(callers, sink, since), watch, within, "mail leaves again");
        var consumes = ConsumesAsync(admin, watch, within);
        return new(await accepts, await sends, await consumes);
    }

    private static bool HasLeft(Callers callers, RecordingSink sink, DateTimeOffset since)
    {
        var accepted = callers.Accepted.Where(email => email.At > since).Select(email => email.Recipient).ToHashSet();
        return sink.Read().Any(entry => accepted.Contains(entry.Recipient));
    }

    private static async Task<double> UntilAsync(Func<bool> holds, Stopwatch watch, TimeSpan within, string what)
    {
        while (!holds())
        {
            if (watch.Elapsed > within)
                throw new TimeoutException($"Not within {within.TotalSeconds} s of the return: {what}");
            await Task.Delay(Poll);
        }
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ConsumesAsync(HttpClient admin, Stopwatch watch, TimeSpan within)
    {
        var answered = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var number = 0; watch.Elapsed < within && !answered.Task.IsCompleted; number++)
        {
            _ = ChangeAsync(admin, $"probe-{number}", watch, answered);
            await Task.WhenAny(answered.Task, Task.Delay(AskEvery));
        }
        return answered.Task.IsCompleted ? await answered.Task : throw new TimeoutException($"Not within {within.TotalSeconds} s of the return: a change is answered over the bus");
    }

    private static async Task ChangeAsync(HttpClient admin, string id, Stopwatch watch, TaskCompletionSource<double> answered)
    {
        var asked = Stopwatch.StartNew();
        try
        {
            var answer = await admin.PutAsync($"/v1/templates/{id}", """{"name":"Probe","subject":"Probe","description":"Probe"}""");
            if (answer.Status is 200 or 201 && asked.Elapsed < SoonerThanASweep)
                answered.TrySetResult(watch.Elapsed.TotalSeconds);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // Not yet.
        }
    }
}
