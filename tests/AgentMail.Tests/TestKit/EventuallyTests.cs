using AgentMail.TestKit;

namespace AgentMail.Tests.TestKit;

public sealed class EventuallyTests
{
    [Fact]
    public async Task It_answers_with_the_value_that_satisfied_the_condition()
    {
        var reads = 0;

        Assert.Equal(3, await Eventually.BecomesAsync(() => ++reads, value => value == 3));
    }

    [Fact]
    public async Task At_the_deadline_it_tells_the_condition_and_what_was_seen_last()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.BecomesAsync(() => new[] { "held", "delayed" }, seen => seen.Contains("sent"), TimeSpan.FromMilliseconds(30)));

        Assert.Contains("seen.Contains(\"sent\")", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("[held, delayed]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_counts_as_not_yet()
    {
        var reads = 0;

        Assert.Equal(2, await Eventually.BecomesAsync(
            () => ++reads < 2 ? throw new InvalidOperationException("not up") : Task.FromResult(reads), _ => true));
    }

    [Fact]
    public async Task A_read_that_never_answers_ends_at_the_deadline()
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.BecomesAsync(() => new TaskCompletionSource<int>().Task, _ => true, TimeSpan.FromMilliseconds(30)));
    }
}
