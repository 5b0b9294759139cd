using AgentMail.Core.Delivery;

namespace AgentMail.Tests.Core.Delivery;

public sealed class SmtpReplyTextTests
{
    [Theory]
    [InlineData("5.7.8 Bad password", "5.7.8", "Bad password")]
    [InlineData("5.7.8 Bad password\n5.7.8 see https://x.example/", "5.7.8", "Bad password\nsee https://x.example/")]
    [InlineData("5.7.8", "5.7.8", "")]
    [InlineData("no code here", null, "no code here")]
    [InlineData("10.0.0.1 is listed", null, "10.0.0.1 is listed")]
    [InlineData("", null, "")]
    [InlineData("bell\u0007 and tab\t", null, "bell and tab")]
    public void TheEnhancedCodeIsTakenOutOfEveryLine(string text, string? enhanced, string words) =>
        Assert.Equal(new SmtpReply(550, enhanced, words), SmtpReplyText.Parse(550, text));

    [Fact]
    public void TheTextIsBounded() =>
        Assert.Equal(SmtpReply.MaxTextLength, SmtpReplyText.Parse(550, new string('x', 100_000)).Text.Length);
}
