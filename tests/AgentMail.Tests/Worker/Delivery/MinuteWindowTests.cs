using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class MinuteWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly MinuteWindow _window = new();

    [Fact]
    public void A_full_minute_says_when_its_oldest_place_is_free_again()
    {
        Assert.Equal([0, 0, 50, 0, 9], new[] { Take(2, 0), Take(2, 10), Take(2, 10), Take(2, 60), Take(2, 61) });
    }

    [Fact]
    public void No_minute_sees_more_than_the_limit_wherever_it_begins()
    {
        const int Limit = 7;
        var sends = new List<DateTimeOffset>();
        for (var now = Start; sends.Count < 200;)
        {
            var wait = _window.Take(Limit, now);
            if (wait == TimeSpan.Zero)
            {
                sends.Add(now);
                _window.End(now, now);
            }
            now += wait == TimeSpan.Zero ? TimeSpan.FromMilliseconds(300) : wait;
        }

        Assert.All(sends, begin => Assert.InRange(sends.Count(s => s >= begin && s < begin.AddMinutes(1)), 1, Limit));
    }

    [Fact]
    public void A_limit_that_was_lowered_holds_at_once()
    {
        Take(10, 0);
        Take(10, 1);
        Assert.Equal(58, Take(1, 2));
    }

    [Fact]
    public void What_a_worker_before_sent_counts()
    {
        _window.Add([Start.AddSeconds(-59), Start.AddSeconds(-30)]);

        Assert.Equal([1, 0, 29], new[] { Take(2, 0), Take(2, 1), Take(2, 1) });
    }

    [Fact]
    public void A_place_that_was_not_used_is_free_again()
    {
        Take(2, 0);
        _window.Take(2, Start.AddSeconds(10));
        _window.GiveBack(Start.AddSeconds(10));

        Assert.Equal([0, 40], new[] { Take(2, 20), Take(2, 20) });
    }

    /// <summary>The server may count a message at the end of a long transaction.</summary>
    [Fact]
    public void A_place_is_free_again_a_minute_after_the_end_of_its_attempt()
    {
        _window.Take(1, Start);
        Assert.Equal(60, Take(1, 100));
        _window.End(Start, Start.AddSeconds(110));

        Assert.Equal([1, 0], new[] { Take(1, 169), Take(1, 170) });
    }

    /// <summary>An attempt that ends as soon as it has begun.</summary>
    private int Take(int limit, int second)
    {
        var at = Start.AddSeconds(second);
        var wait = _window.Take(limit, at);
        _window.End(at, at);
        return (int)wait.TotalSeconds;
    }
}
