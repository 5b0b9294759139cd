using AgentMail.TestKit.Http;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>The live page can be read by everybody: in both modes, on a phone, and by a screen reader.</summary>
public sealed class MonitorLooksTests(MonitorScenery scenery) : IClassFixture<MonitorScenery>, IAsyncLifetime
{
    /// <summary>Something of everything.</summary>
    public async ValueTask InitializeAsync()
    {
        var ids = new List<string>();
        foreach (var agent in new[] { "ann", "ben", "cleo", "dan", "ann", "ann" })
            ids.Add(await scenery.SendAsAsync(agent, $"Your case {4711 + ids.Count}"));
        ids.Add(await scenery.SendAsync(new { agentId = "ann", channelId = "support" }, "Your order has left us"));
        ids.Add(await scenery.SendAsync(new { channelId = "support" }, "We have received your message"));
        await scenery.Admin.WaitForStatusAsync(ids[1], "held", TimeSpan.FromSeconds(60));
        await scenery.Admin.WaitForStatusAsync(ids[2], "delayed", TimeSpan.FromSeconds(60));
        await scenery.Admin.WaitForStatusAsync(ids[3], "failed", TimeSpan.FromSeconds(60));
        await scenery.Admin.WaitForStatusAsync(ids[^1], "sent", TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_keeps_people_from_using_it(ColorScheme scheme)
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address, scheme);
        await watched.Page.GotoAsync("/monitor");
        await Expect(watched.Page.Locator("#key")).ToBeFocusedAsync();
        await AssertAccessibleAsync(watched.Page);
        await watched.Page.TypeKeyAsync(scenery.MonitorKey);
        await ShowEverythingAsync(watched.Page);
        await AssertAccessibleAsync(watched.Page);
        await TakePictureAsync(watched.Page, $"monitor-{scheme.ToString().ToLowerInvariant()}.png");
        Assert.Empty(watched.Faults);
        var paper = await watched.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(18, 22, 28)" : "rgb(255, 255, 255)", paper);
    }

    [Fact]
    public async Task It_fits_a_phone()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address, width: 360, height: 740);
        await watched.Page.SignInAsync(scenery.MonitorKey);
        await ShowEverythingAsync(watched.Page);

        await TakePictureAsync(watched.Page, "monitor-phone.png", isWhole: true);
        Assert.Equal(360, await watched.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await watched.Page.EvaluateAsync<int>("[...document.querySelectorAll('.stacked tbody tr')].filter(row => row.scrollWidth > row.clientWidth + 1).length"));
    }

    /// <summary>The picture in the docs is this one: <c>WRITE_DOCS=1 ./test integration --filter-method '*A_picture_is_taken_for_the_docs'</c></summary>
    [Fact]
    public async Task A_picture_is_taken_for_the_docs()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address, height: 1250);
        await watched.Page.SignInAsync(scenery.MonitorKey);
        await ShowEverythingAsync(watched.Page);

        var picture = await TakePictureAsync(watched.Page, "monitor.png");

        Assert.InRange(picture.Length, 20_000, 200_000);
        if (Environment.GetEnvironmentVariable("WRITE_DOCS") == "1")
            await File.WriteAllBytesAsync(PathOf("docs/images/monitor.png"), picture, TestContext.Current.CancellationToken);
    }

    private static async Task ShowEverythingAsync(IPage page)
    {
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
        await Expect(page.EventRows().First).ToBeVisibleAsync();
        await Expect(page.Locator("#lanes-rows tr[data-state=paused]").First).ToBeVisibleAsync();
        await Expect(page.Locator("#chart rect").First).ToBeVisibleAsync();
        await Expect(page.Counter("failed")).Not.ToHaveTextAsync("–");
    }

    private static async Task AssertAccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Where(v => v.Impact is "serious" or "critical").Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}"));
    }

    private static Task<byte[]> TakePictureAsync(IPage page, string name, bool isWhole = false) =>
        page.ScreenshotAsync(new() { Path = PathOf("artifacts/pictures/" + name), FullPage = isWhole });

    private static string PathOf(string relative)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, relative);
    }
}
