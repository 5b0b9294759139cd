using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookHealthTests
{
    private const double Middle = 0.5;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly WebhookAnswer Broken = WebhookAnswer.Of(500);

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, 5)]
    [InlineData(4, 10)]
    [InlineData(5, 20)]
    [InlineData(10, 640)]
    [InlineData(11, 900)]
    [InlineData(1000, 900)]
    public void From_the_third_in_a_row_on_each_call_is_followed_by_a_longer_pause(int failures, int? pause)
    {
        var (health, now) = (WebhookHealth.Good, Now);
        for (var i = 0; i < failures; i++)
        {
            now = health.PausedUntil ?? now;
            health = health.After(Broken, null, now, now, Middle);
        }

        Assert.Equal(failures, health.Failures);
        Assert.Equal(Now, health.FailingSince);
        Assert.Equal(pause is { } seconds ? now.AddSeconds(seconds) : null, health.PausedUntil);
    }

    [Fact]
    public void The_first_success_ends_it() => Assert.Equal(WebhookHealth.Good, new WebhookHealth(40, Now, Now).After(WebhookAnswer.Of(204), null, Now, Now, Middle));

    [Fact]
    public void One_message_that_is_refused_again_and_again_pauses_nothing()
    {
        var (health, before) = (WebhookHealth.Good, (DateTimeOffset?)null);
        for (var i = 0; i < 10; i++)
        {
            var at = Now.AddHours(i);
            health = health.After(Broken, before, at, at, Middle);
            before = at;
        }

        Assert.Equal((1, false, null), (health.Failures, health.IsFailing, health.PausedUntil));
    }

    [Fact]
    public void Retries_of_messages_that_failed_before_it_did_count_like_new_ones()
    {
        var health = WebhookHealth.Good;
        for (var i = 0; i < 3; i++)
            health = health.After(Broken, Now.AddHours(-1), Now.AddSeconds(i), Now.AddSeconds(i), Middle);

        Assert.True(health.IsFailing);
    }

    [Fact]
    public void Calls_that_ran_beside_each_other_are_one_piece_of_news()
    {
        var health = WebhookHealth.Good;
        for (var i = 0; i < 8; i++)
            health = health.After(Broken, null, Now, Now.AddMilliseconds(i), Middle);

        Assert.Equal(3, health.Failures);
        Assert.InRange(health.PausedUntil!.Value, Now.AddSeconds(5), Now.AddSeconds(6));
    }

    [Fact]
    public void Who_asks_for_rest_gets_it_at_the_first_failure() =>
        Assert.Equal(Now.AddMinutes(2), WebhookHealth.Good.After(WebhookAnswer.Of(429, "", TimeSpan.FromMinutes(2)), null, Now, Now, Middle).PausedUntil);

    [Fact]
    public void An_event_that_is_no_longer_kept_says_nothing_about_the_endpoint() =>
        Assert.Equal(WebhookHealth.Good, WebhookHealth.Good.After(WebhookAnswer.None(WebhookFailure.EventGone, "Gone."), null, Now, Now, Middle));
}
