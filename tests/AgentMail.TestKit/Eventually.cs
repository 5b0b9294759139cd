using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace AgentMail.TestKit;

/// <summary>Waits for a condition instead of sleeping; at the deadline it fails with what was seen last.</summary>
public static class Eventually
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public static Task TrueAsync(
        Func<bool> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string expectation = "")
        => BecomesAsync(condition, holds => holds, within, expectation);

    public static Task<T> BecomesAsync<T>(
        Func<T> read, Func<T, bool> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string expectation = "")
        => BecomesAsync(() => Task.FromResult(read()), condition, within, expectation);

    /// <summary>An exception from <paramref name="read"/> counts as "not yet" and is the inner exception of the failure.</summary>
    [OverloadResolutionPriority(1)]
    public static async Task<T> BecomesAsync<T>(
        Func<Task<T>> read, Func<T, bool> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string expectation = "")
    {
        var deadline = within ?? DefaultDeadline;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            string lastSeen;
            Exception? fault = null;
            try
            {
                var value = await read().WaitAsync(Positive(deadline - waited.Elapsed), TestContext.Current.CancellationToken);
                if (condition(value)) return value;
                lastSeen = value switch
                {
                    null => "null",
                    string text => text,
                    System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>())}]",
                    _ => value.ToString() ?? "",
                };
            }
            catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                fault = e;
                lastSeen = $"{e.GetType().Name}: {e.Message}";
            }

            if (waited.Elapsed >= deadline)
                throw new TimeoutException($"Not within {deadline.TotalSeconds:0.#} s: {expectation}. Last seen: {lastSeen}", fault);
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
    }

    // The first read gets a moment even where the caller asks for "now".
    private static TimeSpan Positive(TimeSpan left) => left > PollInterval ? left : PollInterval;
}
