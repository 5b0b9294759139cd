using AgentMail.Api.Json;

namespace AgentMail.Tests.Api.Json;

public sealed class JsonPathPointerTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.to[0].address", "/to/0/address")]
    [InlineData("$.headers['X-Case.a']", "/headers/X-Case.a")]
    [InlineData("$.headers['a/b~c'][2]", "/headers/a~1b~0c/2")]
    public void Translates_the_serializers_path(string? path, string pointer) => Assert.Equal(pointer, JsonPathPointer.Translate(path).ToString());
}
