using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Emails;

public sealed class OnePassSearchTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("a", "", true)]
    [InlineData("", "a", false)]
    [InlineData("aab", "ab", true)]
    [InlineData("aabaabaaab", "aabaaa", true)]
    [InlineData("aabaabaab", "aabaaa", false)]
    [InlineData("ab", "abc", false)]
    public void Finds_what_is_there(string text, string part, bool expected) => Assert.Equal(expected, OnePassSearch.Contains(text, part));

    [Fact]
    public void Finds_what_an_ordinary_search_finds()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var (text, part) = (Letters(random, 12), Letters(random, 4));
            Assert.Equal(text.Contains(part, StringComparison.Ordinal), OnePassSearch.Contains(text, part));
        }
    }

    private static string Letters(Random random, int most) => new([.. Enumerable.Range(0, random.Next(most)).Select(_ => random.Next(2) == 0 ? 'a' : 'b')]);
}
