using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>The served document is one that a newcomer can follow from top to bottom.</summary>
public sealed class OpenApiStory : IAsyncLifetime
{
    private readonly AgentMailApp _app = new();

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Examples_succeed_when_pressed_in_order_on_a_fresh_installation()
    {
        var pressed = 0;
        // Those that change an email want one that stands as they need it: EmailMovesStory presses them.
        foreach (var route in (await ServedRoute.AllAsync(_app)).Where(r => r.Example is not null && !r.Path.StartsWith("/v1/emails/{id}", StringComparison.Ordinal)))
        {
            var answer = await route.CallAsync(route.IsOperators ? _app.Operator : _app.Admin, route.Fill());
            Assert.True(answer.Status is 200 or 201 or 202, $"{route}: {answer}");
            pressed++;
        }
        Assert.True(pressed >= 10);

        var emails = await Eventually.BecomesAsync(
            () => _app.Admin.ReadAsync("/v1/emails?status=sent"), list => list.Body.GetProperty("items").GetArrayLength() == 3);
        var raw = await _app.Admin.ReadAsync($"/v1/emails/{emails.Body.GetProperty("items")[2].GetProperty("id")}/raw");
        Assert.Equal("message/rfc822", raw.ContentType);
        Assert.Contains("From: Ann Archer <ann@acme.example>", raw.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_route_names_its_roles_and_its_problems_and_every_body_has_an_example()
    {
        var document = (await _app.Anonymous.ReadAsync("/swagger/v1/swagger.json")).Body;
        foreach (var route in await ServedRoute.AllAsync(_app))
        {
            var operation = document.GetProperty("paths").GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            Assert.True(route.Roles.Count > 0, $"{route} names no roles");
            Assert.True(operation.TryGetProperty("summary", out _), $"{route} has no summary");
            Assert.True(route.Problems.Contains(401) && route.Problems.Contains(403) && route.Problems.Contains(503), $"{route} names no problems");
            Assert.True(route.Example is not null || !operation.TryGetProperty("requestBody", out _), $"{route} has a body without example");
            Assert.True(route.Path.Contains('{', StringComparison.Ordinal) is false || route.Problems.Contains(404) || route.Method == "PUT", $"{route} names no 404");
        }
    }

    [Fact]
    public async Task The_document_has_a_bearer_button_and_the_pages_are_served()
    {
        var document = (await _app.Anonymous.ReadAsync("/swagger/v1/swagger.json")).Body;
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey");
        Assert.Equal("bearer", scheme.GetProperty("scheme").GetString());
        Assert.Equal(1, document.GetProperty("security").GetArrayLength());

        Assert.Equal(200, (await _app.Anonymous.ReadAsync("/swagger/index.html")).Status);
        Assert.Equal("healthy", (await _app.Anonymous.ReadAsync("/health/ready"))["status"]);
        Assert.Equal("healthy", (await _app.Anonymous.ReadAsync("/health/live"))["status"]);
        Assert.Contains("http_server", (await _app.Anonymous.ReadAsync("/metrics")).Text, StringComparison.Ordinal);
    }
}
