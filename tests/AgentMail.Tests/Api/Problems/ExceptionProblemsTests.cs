using System.Text.Json;
using AgentMail.Api.Problems;
using AgentMail.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Api.Problems;

public sealed class ExceptionProblemsTests
{
    [Fact]
    public async Task A_fault_gives_nothing_away()
    {
        var (context, body) = await HandleAsync(new InvalidOperationException("Password=secret"));

        Assert.Equal(500, context.Response.StatusCode);
        Assert.Equal("internal", body.GetProperty("code").GetString());
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_out_of_reach_is_503_with_a_time_to_come_back()
    {
        var (context, body) = await HandleAsync(new InvalidOperationException("while reading", new DatabaseUnavailableException("Host=db")));

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("5", context.Response.Headers.RetryAfter);
        Assert.Equal("unavailable", body.GetProperty("code").GetString());
        Assert.DoesNotContain("Host=db", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_broke_off_is_malformed()
    {
        var (context, body) = await HandleAsync(new BadHttpRequestException("Unexpected end", 400));

        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("malformed", body.GetProperty("code").GetString());
    }

    private static async Task<(HttpContext Context, JsonElement Body)> HandleAsync(Exception exception)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var engine = new SqliteEngine("never-opened.db");
        await new ExceptionProblems(engine, NullLogger<ExceptionProblems>.Instance).TryHandleAsync(context, exception, TestContext.Current.CancellationToken);
        context.Response.Body.Position = 0;
        return (context, await JsonSerializer.DeserializeAsync<JsonElement>(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken));
    }
}
