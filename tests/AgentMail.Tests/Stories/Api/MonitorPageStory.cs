using System.Net;
using System.Text.RegularExpressions;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>The live page is served with whatever it needs, to anybody: it shows nothing before somebody signs in.</summary>
public sealed partial class MonitorPageStory(AgentMailApp app) : IClassFixture<AgentMailApp>
{
    [Fact]
    public async Task The_page_and_every_file_it_names_are_served()
    {
        var page = await app.Anonymous.ReadAsync("/monitor");
        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));

        var named = File().Matches(page.Text).Select(m => m.Groups["file"].Value).ToList();
        Assert.Contains("monitor/monitor.js", named);
        foreach (var file in named)
            await AssertServedAsync("/" + file);
    }

    [Fact]
    public async Task A_slash_at_the_end_leads_to_it_below_any_prefix()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Anonymous.BaseAddress };

        var answer = await client.ReadAsync("/monitor/");

        Assert.Equal((302, "../monitor"), (answer.Status, answer.Headers.Location!.ToString()));
        Assert.Equal(200, (await app.Anonymous.ReadAsync("/monitor/")).Status);
    }

    [Theory]
    [InlineData("/monitor")]
    [InlineData("/monitor/monitor.js")]
    [InlineData("/monitor/monitor.css")]
    public async Task Browsers_let_nothing_else_in_and_ask_whether_it_has_changed(string path)
    {
        using var first = await app.Anonymous.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("default-src 'self';", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("no-cache", Header("Cache-Control"));
        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await app.Anonymous.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);

        string Header(string name) => Assert.Single(first.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("/monitor/none.js")]
    [InlineData("/monitor/../appsettings.json")]
    [InlineData("/monitor/%2e%2e/%2e%2e/AgentMail.Api.dll")]
    public async Task Nothing_else_is_served_from_there(string path) => Assert.Equal("not-found", (await app.Anonymous.ReadAsync(path)).Code);

    private async Task AssertServedAsync(string path)
    {
        var answer = await app.Anonymous.ReadAsync(path);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status}");
        foreach (Match import in Import().Matches(answer.Text))
            Assert.Equal(200, (await app.Anonymous.ReadAsync("/monitor/" + import.Groups["file"].Value)).Status);
    }

    [GeneratedRegex(@"(src|href)=""(?<file>monitor/[^""]+)""")]
    private static partial Regex File();

    [GeneratedRegex(@"from '\./(?<file>[\w.]+)'")]
    private static partial Regex Import();
}
