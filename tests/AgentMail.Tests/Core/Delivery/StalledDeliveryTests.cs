using AgentMail.Core.Delivery;

namespace AgentMail.Tests.Core.Delivery;

public sealed class StalledDeliveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A look every ten seconds: each letter is the email that is the oldest then, <c>-</c> is none.</summary>
    [Theory]
    [InlineData("-------", false)]
    [InlineData("a", false)]
    [InlineData("aaaaaa", false)]
    [InlineData("aaaaaaa", true)]
    [InlineData("aaaaaaaaaaaaaaaa", true)]
    [InlineData("abcdefghijklmnop", false)]
    [InlineData("aaaaaabbbbbb", false)]
    [InlineData("aaaaaabbbbbbb", true)]
    [InlineData("aaa-aaaaa", false)]
    [InlineData("aaaaaaa-", false)]
    [InlineData("aaaaaaab", false)]
    [InlineData("aaaaaaa-aaaaaaa", true)]
    [InlineData("aaaAaaa", false)]
    public void Mail_is_stalled_when_the_same_one_is_the_oldest_for_a_minute(string looks, bool stalled)
    {
        var state = StalledDelivery.None;
        for (var i = 0; i < looks.Length; i++)
            state = state.Look(Oldest(looks[i]), Start + TimeSpan.FromSeconds(10 * i), Patience);

        Assert.Equal(stalled, state.IsStalled);
    }

    [Fact]
    public void It_tells_since_when_the_mail_is_due_and_not_since_when_it_was_noticed()
    {
        var oldest = new OverdueMail("acme/own/shared", "em_a", Start - TimeSpan.FromHours(1));

        var state = StalledDelivery.None.Look(oldest, Start, Patience).Look(oldest, Start + Patience, Patience);

        Assert.True(state.IsStalled);
        Assert.Equal(Start - TimeSpan.FromHours(1), state.Oldest!.DueSince);
    }

    // A capital is the same email due at another time: it was tried meanwhile.
    private static OverdueMail? Oldest(char look) =>
        look == '-' ? null : new("acme/own/shared", "em_" + char.ToLowerInvariant(look), char.IsUpper(look) ? Start + TimeSpan.FromMinutes(1) : Start);
}
