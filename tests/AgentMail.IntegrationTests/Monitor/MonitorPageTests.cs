using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using static Microsoft.Playwright.Assertions;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>The live page in a real browser, through its own EventSource, against the program as people start it.</summary>
[Collection(nameof(OneMonitorScenery))]
public sealed class MonitorPageTests(MonitorScenery scenery)
{
    [Fact]
    public async Task Counters_move_events_appear_and_a_paused_account_says_why()
    {
        await scenery.SettledAsync();
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        var page = watched.Page;
        await page.SignInAsync(scenery.MonitorKey);
        await Expect(page.Counter("sent")).Not.ToHaveTextAsync("–");
        // From here on events alone move the counters: no further reading comes back.
        await page.RouteAsync("**/v1/stats?*", _ => Task.CompletedTask);

        var id = await scenery.SendAsAsync("ann", "Case of the moved counter");
        var held = await scenery.SendAsAsync("ben");

        var row = page.EventRows().Filter(new() { HasText = "Case of the moved counter" }).First;
        await Expect(row).ToContainTextAsync("Sent");
        await Expect(row).ToContainTextAsync("ann (ann@acme.example)");
        await Expect(row).ToContainTextAsync("bob@example.net");
        await scenery.Admin.WaitForStatusAsync(id, "sent", TimeSpan.FromSeconds(60));
        await scenery.Admin.WaitForStatusAsync(held, "held", TimeSpan.FromSeconds(60));
        foreach (var (status, count) in await scenery.CountsAsync())
            await Expect(page.Counter(status)).ToHaveTextAsync($"{count}");
        var lane = page.Locator("#lanes-rows tr[data-state=paused]").Filter(new() { HasText = "Agent ben" });
        await Expect(lane).ToContainTextAsync("Paused");
        await Expect(lane).ToContainTextAsync("Server: 535 5.7.8");
        await Expect(lane).ToContainTextAsync("password");
        await Expect(page.Locator("#unaccounted")).ToHaveTextAsync("0: every accepted email is accounted for");
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in_filters_and_signs_out()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        var page = watched.Page;
        await scenery.SendAsync(new { channelId = "support" }, "From the channel");
        await page.SignInAsync(scenery.MonitorKey);
        await scenery.SendAsAsync("ann", "From Ann");
        await Expect(page.EventRows().Filter(new() { HasText = "From Ann" }).First).ToBeVisibleAsync();
        await Expect(page.EventRows().Filter(new() { HasText = "From the channel" }).First).ToBeVisibleAsync();

        await page.TabToAsync("#filter-channel");
        await page.Keyboard.TypeAsync("supp");
        await Expect(page.EventRows().Filter(new() { HasText = "From Ann" })).ToHaveCountAsync(0);
        await Expect(page.EventRows().Filter(new() { HasText = "From the channel" }).First).ToBeVisibleAsync();
        await page.TabToAsync("#filter-status");
        await page.Keyboard.TypeAsync("Bounced");
        await Expect(page.EventRows()).ToHaveCountAsync(0);
        await Expect(page.Locator("#events-empty")).ToContainTextAsync("fits the filter");
        await page.TabToAsync("#filter button");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.EventRows().Filter(new() { HasText = "From Ann" }).First).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
        await page.TabToAsync("#sign-out");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#connection")).ToHaveTextAsync("Signed out");
        await Expect(page.Locator("#dashboard")).ToBeHiddenAsync();
        Assert.Empty(await page.Context.CookiesAsync());
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task A_key_that_will_not_do_is_told_so()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        var page = watched.Page;
        await page.GotoAsync("/monitor");

        await page.TypeKeyAsync("amk_wrong");
        await Expect(page.Locator("#sign-in-problem")).ToContainTextAsync("unknown, deleted or expired");
        await page.Locator("#key").FillAsync("");
        await page.TypeKeyAsync(scenery.SenderKey);
        await Expect(page.Locator("#sign-in-problem")).ToContainTextAsync("role sender");
        await Expect(page.Locator("#dashboard")).ToBeHiddenAsync();
        Assert.Empty(watched.FaultsOfItsOwn);
    }

    [Fact]
    public async Task Markup_in_a_subject_or_a_name_stays_text()
    {
        const string markup = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script>";
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        var page = watched.Page;
        await page.SignInAsync(scenery.MonitorKey);

        await scenery.SendAsync(new { agentId = "ann" }, markup, to: new { name = "<img src=x onerror=\"document.title='broken in'\">", address = "bob@example.net" });

        await Expect(page.EventRows().Filter(new() { HasText = markup }).First).ToContainTextAsync("Sent");
        Assert.Equal(0, await page.Locator("img, #dashboard script").CountAsync());
        Assert.Equal("AgentMail live", await page.TitleAsync());
        Assert.Empty(watched.Faults);
    }

    [Fact]
    public async Task It_goes_on_where_it_was_when_the_server_is_killed_and_comes_back()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        var page = watched.Page;
        await page.SignInAsync(scenery.MonitorKey);
        var emails = new List<string>();
        for (var i = 0; i < 5; i++)
            emails.Add(await scenery.SendAsAsync("ann", $"Before {i}"));

        await scenery.RestartAsync();
        for (var i = 0; i < 5; i++)
            emails.Add(await scenery.SendAsAsync("ann", $"After {i}"));
        await scenery.SettledAsync();

        await Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
        var expected = await scenery.EventIdsAsync(emails);
        var shown = await Eventually.BecomesAsync(() => page.EventIdsAsync(), ids => !expected.Except(ids).Any(), TimeSpan.FromSeconds(60));
        Assert.Equal(shown.Distinct().Order(StringComparer.Ordinal), shown);
        foreach (var (status, count) in await scenery.CountsAsync())
            await Expect(page.Counter(status)).ToHaveTextAsync($"{count}");
        Assert.Empty(watched.FaultsOfItsOwn);
    }

    [Fact]
    public async Task A_contact_centre_without_any_mail_is_told_how_to_begin()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);
        await watched.Page.SignInAsync(scenery.EmptyKey);

        await Expect(watched.Page.Locator("#counts-empty")).ToContainTextAsync("Nothing sent yet");
        await Expect(watched.Page.Locator("#lanes-empty")).ToContainTextAsync("No account has sent anything yet");
        await Expect(watched.Page.Locator("#events-empty")).ToContainTextAsync("No event yet");
        await Expect(watched.Page.Locator("#oldest")).ToHaveTextAsync("None is queued");
        await Expect(watched.Page.Locator("#who")).ToHaveTextAsync("empty, key of role admin");
        Assert.Empty(watched.Faults);
    }
}
