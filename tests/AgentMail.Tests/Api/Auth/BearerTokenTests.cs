using AgentMail.Api.Auth;
using Microsoft.AspNetCore.Http;

namespace AgentMail.Tests.Api.Auth;

public sealed class BearerTokenTests
{
    [Theory]
    [InlineData("Bearer amk_1", "amk_1")]
    [InlineData("bearer  amk_1 ", "amk_1")]
    [InlineData("Bearer ", null)]
    [InlineData("Basic amk_1", null)]
    [InlineData("amk_1", null)]
    [InlineData("", null)]
    public void The_token_stands_behind_its_scheme(string header, string? token) => Assert.Equal(token, TokenOf(header));

    [Fact]
    public void What_is_too_long_is_no_key_and_costs_nothing()
    {
        var header = "Bearer " + new string('a', 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(TokenOf(header));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.NotNull(TokenOf("Bearer " + new string('a', 204)));
    }

    [Fact]
    public void Two_headers_are_none() => Assert.Null(TokenOf("Bearer amk_1", "Bearer amk_2"));

    private static string? TokenOf(params string[] headers) => BearerToken.Of(new DefaultHttpContext { Request = { Headers = { Authorization = headers } } }.Request);
}
