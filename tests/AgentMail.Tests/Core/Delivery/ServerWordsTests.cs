using AgentMail.Core.Delivery;

namespace AgentMail.Tests.Core.Delivery;

public sealed class ServerWordsTests
{
    [Theory]
    [InlineData("Mailbox full", 100, "Mailbox full")]
    [InlineData("a\0b\u001b[31mc\u0085d\r\ne\tf", 100, "ab[31mcd\nef")]
    [InlineData("abcdef", 3, "abc")]
    [InlineData("ab😀cd", 4, "ab😀")]
    [InlineData("ab😀cd", 3, "ab")]
    [InlineData("", 3, "")]
    public void AreReadableAndBounded(string said, int maxLength, string shown) => Assert.Equal(shown, ServerWords.Of(said, maxLength));

    [Fact]
    public void HalfACharacterIsReplaced() => Assert.Equal("a\ufffdb", ServerWords.Of("a\ud83db", 10));
}
