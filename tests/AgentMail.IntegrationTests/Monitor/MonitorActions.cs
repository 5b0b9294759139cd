using Microsoft.Playwright;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>What people do at the live page, and what they see there.</summary>
internal static class MonitorActions
{
    private const int MostTabs = 40;

    /// <summary>Opens the page and signs in with the keyboard alone: the field has the focus.</summary>
    public static async Task SignInAsync(this IPage page, string key)
    {
        await page.GotoAsync("/monitor");
        await page.TypeKeyAsync(key);
        await Assertions.Expect(page.Locator("#connection")).ToHaveTextAsync("Live");
    }

    public static async Task TypeKeyAsync(this IPage page, string key)
    {
        await Assertions.Expect(page.Locator("#key")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(key);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses Tab until this element has the focus.</summary>
    public static async Task TabToAsync(this IPage page, string selector)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
        }
        Assert.Fail($"Tab does not lead to {selector}");
    }

    public static ILocator Counter(this IPage page, string status) => page.Locator($"#count-{status}");

    public static ILocator EventRows(this IPage page) => page.Locator("#events-rows tr");

    /// <summary>Ids of the events in the list, the oldest first.</summary>
    public static async Task<IReadOnlyList<string>> EventIdsAsync(this IPage page) =>
        [.. (await page.EventRows().EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.id)")).Reverse()];
}
