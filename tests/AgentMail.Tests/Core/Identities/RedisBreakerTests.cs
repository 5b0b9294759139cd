using AgentMail.Core.Identities;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Identities;

public sealed class RedisBreakerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RedisBreaker _breaker;

    public RedisBreakerTests() => _breaker = new(_clock);

    [Fact]
    public void Everybody_asks_while_nothing_fails()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.True(_breaker.MayEnter());
            _breaker.Succeeded();
        }
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void After_a_failure_one_in_two_seconds_asks_however_many_there_are()
    {
        _breaker.MayEnter();
        _breaker.Failed();

        var asked = 0;
        for (var millisecond = 0; millisecond < 60_000; millisecond += 10)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            if (!_breaker.MayEnter())
                continue;
            asked++;
            _breaker.Failed();
        }

        Assert.Equal(30, asked);
    }

    [Fact]
    public void While_one_tries_the_others_go_on_without()
    {
        Fail();

        Assert.True(_breaker.MayEnter());
        Assert.False(_breaker.MayEnter());
        Assert.True(_breaker.IsOpen);
    }

    [Fact]
    public void One_good_answer_lets_everybody_ask_again()
    {
        Fail();
        _breaker.MayEnter();

        _breaker.Succeeded();

        Assert.True(_breaker.MayEnter());
        Assert.True(_breaker.MayEnter());
        Assert.False(_breaker.IsOpen);
    }

    [Fact]
    public void An_answer_to_what_was_asked_before_the_failure_ends_nothing()
    {
        _breaker.MayEnter();
        _breaker.MayEnter();
        _breaker.Failed();

        _breaker.Succeeded();

        Assert.False(_breaker.MayEnter());
    }

    [Fact]
    public void Nobody_has_to_ask_for_a_failure_to_be_over()
    {
        Fail();

        Assert.False(_breaker.IsOpen);
    }

    private void Fail()
    {
        _breaker.MayEnter();
        _breaker.Failed();
        _clock.Advance(RedisBreaker.Pause);
    }
}
