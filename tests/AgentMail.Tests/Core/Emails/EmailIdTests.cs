using AgentMail.Core.Emails;
using CsCheck;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailIdTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Has_its_prefix_and_26_digits() => Assert.Matches("^em_[0-7][0-9a-hjkmnp-tv-z]{25}$", EmailId.New(Epoch));

    [Fact]
    public void Sorts_by_time() =>
        Gen.Select(Gen.Long[0, 1L << 42], Gen.Long[1, 1L << 40]).Sample((milliseconds, later) =>
            string.CompareOrdinal(EmailId.New(Epoch.AddMilliseconds(milliseconds)), EmailId.New(Epoch.AddMilliseconds(milliseconds + later))) < 0);

    [Fact]
    public void Differs_within_the_same_instant() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => EmailId.New(Epoch)).Distinct().Count());

    [Fact]
    public void Knows_its_own() => Assert.True(EmailId.IsValid(EmailId.New(Epoch)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("em_")]
    [InlineData("ev_01jd4xk8r7vw3m5h9qz2t6ybce")]
    [InlineData("em_01JD4XK8R7VW3M5H9QZ2T6YBCE")]
    [InlineData("em_01jd4xk8r7vw3m5h9qz2t6ybc")]
    [InlineData("em_01jd4xk8r7vw3m5h9qz2t6ybcee")]
    [InlineData("em_81jd4xk8r7vw3m5h9qz2t6ybce")]
    [InlineData("em_01jd4xk8r7vw3m5h9qz2t6ybcu")]
    public void Knows_a_stranger(string? text) => Assert.False(EmailId.IsValid(text));
}
