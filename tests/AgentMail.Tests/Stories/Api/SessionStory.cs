using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>A browser that signed in with a key reads what that key reads, changes nothing, and keeps nothing that outlives the key.</summary>
public sealed class SessionStory(AccessStory.Acme acme) : IClassFixture<AccessStory.Acme>
{
    [Fact]
    public async Task Signing_in_gives_a_cookie_that_no_script_and_no_other_site_gets_at_and_that_is_not_the_key()
    {
        var answer = await SignInAsync(AgentMailApp.AdminKey);

        Assert.Equal(204, answer.Status);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; max-age=43200; path=/; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("amk_", cookie, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("admin", null)]
    [InlineData("monitor", null)]
    [InlineData("agent", "ann")]
    public async Task It_tells_who_is_signed_in(string role, string? agentId)
    {
        var answer = await acme.App.Anonymous.CallAsync(HttpMethod.Get, "/session", body: null, [await CookieOfRoleAsync(role, agentId)]);

        Assert.Equal(JsonSerializer.Serialize(new { tenantId = "default", role, agentId }), answer.Text);
    }

    [Fact]
    public async Task It_reads_what_the_key_reads()
    {
        var cookie = await CookieOfRoleAsync("monitor");

        foreach (var route in acme.Routes.Where(r => !r.IsOperators && r.Method == "GET"))
        {
            var answer = await CallAsync(route, cookie);
            Assert.True(answer.Status == (route.Roles.Contains("monitor") ? 200 : 403), $"{route}: {answer}");
        }
    }

    [Fact]
    public async Task It_changes_nothing_and_operates_nothing()
    {
        var (cookie, before) = (await CookieOfAsync(AgentMailApp.AdminKey), await acme.PictureAsync());

        foreach (var route in acme.Routes.Where(r => r.IsOperators || r.Method != "GET"))
        {
            var answer = await CallAsync(route, cookie);
            Assert.True(answer is { Status: 401, Code: "unauthenticated" }, $"{route}: {answer}");
        }

        Assert.Equal(before, await acme.PictureAsync());
    }

    [Fact]
    public async Task A_cookie_that_was_altered_made_up_or_is_too_long_is_worth_nothing()
    {
        var (name, value) = await CookieOfAsync(AgentMailApp.AdminKey);
        var altered = value[..^9] + (value[^9] == 'A' ? 'B' : 'A') + value[^8..];

        foreach (var worthless in new[] { altered, "agentmail_session=admin", "agentmail_session=", $"agentmail_session={AgentMailApp.AdminKey}", $"agentmail_session={new string('A', 5000)}" })
        {
            Assert.Equal("unauthenticated", (await ReadAsync("/v1/emails", (name, worthless))).Code);
            Assert.Equal("unauthenticated", (await ReadAsync("/session", (name, worthless))).Code);
        }
    }

    [Fact]
    public async Task It_ends_with_its_key()
    {
        var created = await acme.App.Admin.PostAsync("/v1/api-keys", """{"name": "Wall", "role": "monitor"}""");
        var cookie = await CookieOfAsync(created["key"]!);
        Assert.Equal(200, (await ReadAsync("/v1/emails", cookie)).Status);

        Assert.Equal(204, (await acme.App.Admin.RemoveAsync($"/v1/api-keys/{created["id"]}")).Status);

        Assert.Equal("unauthenticated", (await ReadAsync("/v1/emails", cookie)).Code);
        Assert.Equal("unauthenticated", (await ReadAsync("/session", cookie)).Code);
    }

    /// <summary>The first key of each tenant has the same id.</summary>
    [Fact]
    public async Task It_does_not_open_a_tenant_that_was_removed_and_made_anew()
    {
        var cookie = await CookieOfAsync(await MakeTenantAsync());
        Assert.Equal(200, (await ReadAsync("/v1/emails", cookie)).Status);
        Assert.Equal(202, (await acme.App.Operator.RemoveAsync("/v1/tenants/phoenix")).Status);
        var second = await Eventually.BecomesAsync(MakeTenantAsync, key => key.Length > 0);

        Assert.Equal("unauthenticated", (await ReadAsync("/v1/emails", cookie)).Code);
        Assert.Equal(200, (await ReadAsync("/v1/emails", await CookieOfAsync(second))).Status);

        async Task<string> MakeTenantAsync() =>
            (await acme.App.Operator.PostAsync("/v1/tenants", """{"id": "phoenix", "name": "Phoenix"}""")) is { Status: 201 } made ? made["adminKey"]! : "";
    }

    [Fact]
    public async Task It_sees_its_own_tenant_only()
    {
        var made = await acme.App.Operator.PostAsync("/v1/tenants", """{"id": "neighbour", "name": "Neighbour"}""");
        var cookie = await CookieOfAsync(made["adminKey"]!);

        Assert.Equal("neighbour", (await ReadAsync("/session", cookie))["tenantId"]);
        Assert.Equal("not-found", (await ReadAsync($"/v1/emails/{acme.EmailId}", cookie)).Code);
        Assert.Equal(0, (await ReadAsync("/v1/emails", cookie)).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_key_in_the_header_counts_and_not_the_cookie()
    {
        var cookie = await CookieOfAsync(AgentMailApp.AdminKey);

        Assert.Equal("forbidden", (await acme.Clients["monitor"].CallAsync(HttpMethod.Get, "/v1/api-keys", body: null, [cookie])).Code);
        Assert.Equal("unauthenticated", (await acme.App.ClientOf("amk_wrong").CallAsync(HttpMethod.Get, "/v1/api-keys", body: null, [cookie])).Code);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_what_to_do()
    {
        foreach (var key in new[] { "amk_wrong", "", AgentMailApp.OperatorKey })
        {
            var answer = await SignInAsync(key);
            Assert.True(answer is { Status: 401, Code: "unauthenticated" }, answer.ToString());
            Assert.Contains("ask an admin", answer["detail"], StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        Assert.Equal(["/key required"], (await acme.App.Anonymous.PostAsync("/session", "{}")).Errors);
        Assert.Equal(413, (await SignInAsync(new string('a', 5000))).Status);
        using var form = ApiCalls.Octets("""{"key": "amk_wrong"}"""u8.ToArray(), "text/plain");
        Assert.Equal(415, (await acme.App.Anonymous.CallAsync(HttpMethod.Post, "/session", form)).Status);
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        var answer = await acme.App.Anonymous.RemoveAsync("/session", await CookieOfAsync(AgentMailApp.AdminKey));

        Assert.Equal(204, answer.Status);
        Assert.StartsWith("agentmail_session=; max-age=0; path=/", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    private Task<ApiAnswer> SignInAsync(string key) => acme.App.Anonymous.PostAsync("/session", JsonSerializer.Serialize(new { key }));

    private async Task<(string Name, string Value)> CookieOfAsync(string key) =>
        ("Cookie", (await SignInAsync(key)).Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

    private async Task<(string Name, string Value)> CookieOfRoleAsync(string role, string? agentId = null) =>
        await CookieOfAsync((await acme.App.Admin.PostAsync("/v1/api-keys", JsonSerializer.Serialize(new { name = "Browser", role, agentId })))["key"]!);

    private Task<ApiAnswer> ReadAsync(string path, (string Name, string Value) cookie) => acme.App.Anonymous.CallAsync(HttpMethod.Get, path, body: null, [cookie]);

    private Task<ApiAnswer> CallAsync(ServedRoute route, (string Name, string Value) cookie) => acme.App.Anonymous.CallAsync(
        new HttpMethod(route.Method), acme.PathOf(route),
        route.Example is null ? null : new StringContent(route.Example, System.Text.Encoding.UTF8, "application/json"), [cookie]);
}
