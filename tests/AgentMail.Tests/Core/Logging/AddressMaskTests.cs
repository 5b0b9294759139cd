using System.Text.Json;
using AgentMail.Core.Logging;

namespace AgentMail.Tests.Core.Logging;

public sealed class AddressMaskTests
{
    [Theory]
    [InlineData("550 5.1.1 <bob.smith+case@example.net>: user unknown", "550 5.1.1 <***@example.net>: user unknown")]
    [InlineData("mailto:bob@example.net,cy@example.org;", "mailto:***@example.net,***@example.org;")]
    [InlineData("\"bob smith\"@example.net", "***@example.net")]
    [InlineData("jörg@bücher.example and 用户@例子.example", "***@bücher.example and ***@例子.example")]
    [InlineData("bob@[192.0.2.1]", "***@[192.0.2.1]")]
    [InlineData("amqp://agentmail:s3cret@broker:5672/", "amqp://agentmail:***@broker:5672/")]
    [InlineData("at 12:00 @ noon, a@ b, @handle", "at 12:00 @ noon, a@ b, @handle")]
    [InlineData("nothing here", "nothing here")]
    public void Only_the_person_is_taken_out(string text, string masked) => Assert.Equal(masked, AddressMask.Of(text));

    [Theory]
    [InlineData("<bob+case@example.net> is unknown")]
    [InlineData("two lines\nbob@example.net\r\n")]
    [InlineData("\"bob smith\"@example.net")]
    [InlineData("用户@例子.example")]
    [InlineData("a\\b@example.net\\")]
    public void What_is_JSON_remains_JSON(string text)
    {
        var masked = AddressMask.Of(JsonSerializer.Serialize(new { Message = text, Next = "kept" }));

        var json = JsonDocument.Parse(masked).RootElement;
        Assert.Equal("kept", json.GetProperty("Next").GetString());
        Assert.DoesNotContain("bob", masked, StringComparison.Ordinal);
        Assert.Contains("***@", json.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }
}
