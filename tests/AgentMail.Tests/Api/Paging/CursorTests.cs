using AgentMail.Api.Paging;

namespace AgentMail.Tests.Api.Paging;

public sealed class CursorTests
{
    [Fact]
    public void Comes_back_as_it_went()
    {
        Assert.True(Cursor.TryDecode(Cursor.Encode("em_01.a-b"), out var key));
        Assert.Equal("em_01.a-b", key);
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("AA")]
    [InlineData("YSBi")]
    public void Refuses_what_it_did_not_make(string text) => Assert.False(Cursor.TryDecode(text, out _));
}
