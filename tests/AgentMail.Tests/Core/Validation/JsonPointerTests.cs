using AgentMail.Core.Validation;

namespace AgentMail.Tests.Core.Validation;

public sealed class JsonPointerTests
{
    [Fact]
    public void The_root_is_the_empty_pointer() => Assert.Equal("", JsonPointer.Root.ToString());

    [Fact]
    public void Members_and_items_follow_each_other() =>
        Assert.Equal("/to/0/address", (JsonPointer.Root / "to" / 0 / "address").ToString());

    [Fact]
    public void A_written_pointer_can_be_continued() => Assert.Equal("/items/7/to", ((JsonPointer)"/items/7" / "to").ToString());

    [Theory]
    [InlineData("a/b", "/a~1b")]
    [InlineData("m~n", "/m~0n")]
    [InlineData("~1", "/~01")]
    [InlineData("", "/")]
    public void Names_are_escaped_as_in_rfc_6901(string member, string expected) =>
        Assert.Equal(expected, (JsonPointer.Root / member).ToString());

}
