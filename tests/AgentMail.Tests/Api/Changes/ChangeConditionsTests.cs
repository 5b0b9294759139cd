using AgentMail.Api.Changes;
using Microsoft.AspNetCore.Http;

namespace AgentMail.Tests.Api.Changes;

public sealed class ChangeConditionsTests
{
    [Fact]
    public void Reads_the_etag_the_caller_saw()
    {
        Assert.Equal(12, Read("If-Match", "\"12\"").ExpectedVersion);
        Assert.True(Read("If-Match", "*").MustExist);
        Assert.Null(Read("X", "").ExpectedVersion);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("W/\"12\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"x\"")]
    [InlineData("\"-1\"")]
    public void Refuses_a_tag_that_no_answer_had(string tag) => Assert.NotNull(Read("If-Match", tag).Problem);

    [Theory]
    [InlineData("respond-async", true)]
    [InlineData("wait=5, Respond-Async", true)]
    [InlineData("return=minimal", false)]
    public void Reads_the_wish_not_to_wait(string prefer, bool async) => Assert.Equal(async, Read("Prefer", prefer).RespondAsync);

    private static ChangeConditions Read(string name, string value) => ChangeConditions.From(new HeaderDictionary { [name] = value });
}
