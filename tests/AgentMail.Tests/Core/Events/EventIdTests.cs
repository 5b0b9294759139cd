using AgentMail.Core.Events;
using CsCheck;

namespace AgentMail.Tests.Core.Events;

public sealed class EventIdTests
{
    [Theory]
    [InlineData(0, "ev_0000000000000")]
    [InlineData(31, "ev_000000000000z")]
    [InlineData(32, "ev_0000000000010")]
    [InlineData(long.MaxValue, "ev_7zzzzzzzzzzzz")]
    public void Spells_and_reads_back(long sequence, string text)
    {
        Assert.Equal(text, EventId.Format(sequence));
        Assert.True(EventId.TryParse(text, out var back));
        Assert.Equal(sequence, back);
    }

    [Fact]
    public void Sorts_as_the_numbers_do() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue]).Sample((a, b) =>
            Math.Sign(string.CompareOrdinal(EventId.Format(a), EventId.Format(b))) == a.CompareTo(b));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ev_")]
    [InlineData("em_0000000000000")]
    [InlineData("ev_000000000000")]
    [InlineData("ev_00000000000000")]
    [InlineData("ev_000000000000Z")]
    [InlineData("ev_000000000000l")]
    [InlineData("ev_8000000000000")]
    [InlineData("ev_zzzzzzzzzzzzz")]
    [InlineData("ev_0000000000 00")]
    public void Refuses_other_texts(string? text) => Assert.False(EventId.TryParse(text, out _));

    [Fact]
    public void A_negative_sequence_is_a_mistake_of_ours() => Assert.Throws<ArgumentOutOfRangeException>(() => EventId.Format(-1));
}
