using AgentMail.Api.Sessions;
using Microsoft.AspNetCore.Http;

namespace AgentMail.Tests.Api.Sessions;

public sealed class SessionCookieTests
{
    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public void It_is_secure_where_the_browser_came_by_https(string scheme, bool secure)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };

        SessionCookie.Set(context, "sealed");

        Assert.Equal(secure, context.Response.Headers.SetCookie.ToString().Contains("; secure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/v1/events/stream", true)]
    [InlineData("HEAD", "/v1/stats", true)]
    [InlineData("POST", "/v1/emails", false)]
    [InlineData("PATCH", "/v1/emails/em_1", false)]
    [InlineData("GET", "/v10", false)]
    [InlineData("GET", "/metrics", false)]
    public void It_is_enough_for_reading_below_v1_only(string method, string path, bool enough) =>
        Assert.Equal(enough, SessionCookie.IsEnoughFor(new DefaultHttpContext { Request = { Method = method, Path = path } }.Request));
}
