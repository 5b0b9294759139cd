using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookRetryTests
{
    private const double Middle = 0.5;

    private static readonly WebhookOptions Options = new();
    private static readonly DateTimeOffset Since = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The table of docs/webhooks.md.</summary>
    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:00:25")]
    [InlineData(3, "00:02:05")]
    [InlineData(4, "00:10:25")]
    [InlineData(5, "00:52:05")]
    [InlineData(6, "04:20:25")]
    [InlineData(7, "08:00:00")]
    [InlineData(20, "08:00:00")]
    [InlineData(2_000_000_000, "08:00:00")]
    public void Pauses_grow(int attempt, string wait) => Assert.Equal(Since + Span(wait), WebhookRetry.Next(Options, attempt, Since, Since, null, Middle));

    [Theory]
    [InlineData(0, "00:00:04")]
    [InlineData(1, "00:00:06")]
    public void Dice_shorten_and_lengthen_them_by_a_fifth(double dice, string wait) =>
        Assert.Equal(Since + Span(wait), WebhookRetry.Next(Options, 1, Since, Since, null, dice));

    [Fact]
    public void Fifteen_calls_fit_into_three_days_and_then_it_is_over()
    {
        var (now, calls) = (Since, 1);
        while (WebhookRetry.Next(Options, calls, Since, now, null, Middle) is { } next)
            (now, calls) = (next, calls + 1);

        Assert.Equal(15, calls);
        Assert.InRange(now - Since, TimeSpan.FromHours(64), TimeSpan.FromHours(72));
    }

    [Theory]
    [InlineData("00:10:00", "00:10:00")]
    [InlineData("00:00:01", "00:00:05")]
    public void What_the_endpoint_asks_for_lengthens_a_wait_and_never_shortens_one(string asked, string wait) =>
        Assert.Equal(Since + Span(wait), WebhookRetry.Next(Options, 1, Since, Since, Span(asked), Middle));

    [Theory]
    [InlineData("120", "00:02:00")]
    [InlineData(" 0 ", "00:00:00")]
    [InlineData("86400", "1.00:00:00")]
    [InlineData("86401", "1.00:00:00")]
    [InlineData("99999999999999999999999999", "1.00:00:00")]
    [InlineData("Tue, 24 Nov 2026 12:30:00 GMT", "00:30:00")]
    [InlineData("Tue, 24 Nov 2026 11:30:00 GMT", "00:00:00")]
    [InlineData("Fri, 24 Nov 2034 12:00:00 GMT", "1.00:00:00")]
    public void Retry_After_is_seconds_or_a_date_and_at_most_a_day(string header, string wait) => Assert.Equal(Span(wait), WebhookRetry.ReadRetryAfter(header, Since));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("2026-11-24")]
    public void What_cannot_be_read_is_no_wish(string? header) => Assert.Null(WebhookRetry.ReadRetryAfter(header, Since));

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
