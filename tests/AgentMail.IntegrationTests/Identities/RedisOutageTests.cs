using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMail.IntegrationTests.Identities;

/// <summary>Whatever becomes of Redis changes nothing but latency, within a bound, and is to be seen; and no restart is needed when it is over.</summary>
public sealed class RedisOutageTests
{
    private const int Agents = 12;
    private const string Faults = "agentmail.redis.faults";
    private const string WrongPassword = "nobody-set-this-one";

    /// <summary>Redis has 250 ms of it; the rest is for a busy machine. Its client's own patience is 5 s.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("killed")]
    [InlineData("hanging")]
    [InlineData("never there")]
    [InlineData("wrong password")]
    public async Task Mail_is_accepted_in_time_and_sent_and_readiness_tells_of_it_until_it_is_over(string trouble)
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = ScriptedSmtpServer.Start();
        if (trouble == "never there")
            await redis.KillAsync();
        if (trouble == "wrong password")
            await AdminAsync(redis, "CONFIG", "SET", "requirepass", "another one");
        await using var app = new AgentMailApp().With("ConnectionStrings:Redis", $"{redis.Configuration}{(trouble == "wrong password" ? ",password=" + WrongPassword : "")}");
        await app.InitializeAsync();
        using var counts = new Counts(app.Services.GetRequiredService<IMeterFactory>());
        await Mailboxes.AddAsync(app.Admin, server.Port, Agents);
        if (trouble is "killed" or "hanging")
        {
            await RedisBecomesAsync(app, "healthy");
            await (trouble == "killed" ? redis.KillAsync() : redis.FreezeAsync());
        }

        var began = Stopwatch.GetTimestamp();
        await ForgetIdentitiesAsync(app);
        var slowest = await SendAsync(app, trouble);
        var waits = counts[Faults + " timeout"];
        var elapsed = Stopwatch.GetElapsedTime(began);
        TestContext.Current.SendDiagnosticMessage($"{trouble}: slowest 202 after {slowest.TotalMilliseconds:0} ms, {waits} waits in {elapsed.TotalSeconds:0.0} s");

        Assert.True(slowest < Budget, $"The slowest took {slowest}.");
        await server.WaitForDeliveriesAsync(Agents);
        var detail = await RedisBecomesAsync(app, "degraded");
        Assert.Contains("read from the database", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPassword, detail, StringComparison.Ordinal);
        Assert.True(counts[Faults] > 0, "No fault was counted.");

        await EndAsync(trouble, redis);
        await RedisBecomesAsync(app, "healthy");
        await IsUsedAgainAsync(app, counts);
    }

    [Fact]
    public async Task A_flushed_or_restarted_Redis_fills_itself_again()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var server = ScriptedSmtpServer.Start();
        await using var app = new AgentMailApp().With("ConnectionStrings:Redis", redis.Configuration);
        await app.InitializeAsync();
        using var counts = new Counts(app.Services.GetRequiredService<IMeterFactory>());
        await Mailboxes.AddAsync(app.Admin, server.Port, Agents);

        await AdminAsync(redis, "FLUSHALL");
        await ForgetIdentitiesAsync(app);
        Assert.True(await SendAsync(app, "flushed") < Budget, "Too slow after a flush.");
        Assert.Equal(0, counts[Faults]);
        await redis.StopAsync();
        await redis.StartAsync();
        await ForgetIdentitiesAsync(app);
        Assert.True(await SendAsync(app, "restarted") < Budget, "Too slow after a restart.");

        await server.WaitForDeliveriesAsync(2 * Agents);
        await RedisBecomesAsync(app, "healthy");
        await IsUsedAgainAsync(app, counts);
    }

    /// <summary>One mail of each agent, one after another; how long the slowest answer took.</summary>
    private static async Task<TimeSpan> SendAsync(AgentMailApp app, string subject)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Agents; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await app.Admin.PostAsync("/v1/emails", JsonSerializer.Serialize(new
            {
                sender = new { agentId = Mailboxes.Agent(i) },
                to = new[] { $"nr-{i}@example.net" },
                subject,
                text = "Hello",
            }));
            var took = Stopwatch.GetElapsedTime(began);
            Assert.Equal(202, answer.Status);
            slowest = took > slowest ? took : slowest;
        }
        return slowest;
    }

    /// <summary>A new version of everybody, which no cache has: each first use misses memory and asks Redis.</summary>
    private static async Task ForgetIdentitiesAsync(AgentMailApp app)
    {
        await using var db = app.Services.GetRequiredService<IDatabaseEngine>().Open();
        await db.Agents.ExecuteUpdateAsync(s => s.SetProperty(a => a.IdentityVersion, a => a.IdentityVersion + 1), Cancellation);
    }

    private static async Task<string> RedisBecomesAsync(AgentMailApp app, string status)
    {
        var redis = await Eventually.BecomesAsync(
            async () => (await app.Anonymous.ReadAsync("/health/ready")).Body.GetProperty("dependencies").GetProperty("redis"),
            entry => entry.GetProperty("status").GetString() == status, TimeSpan.FromSeconds(15), $"redis {status}");
        return redis.GetProperty("detail").GetString() ?? "";
    }

    private static async Task IsUsedAgainAsync(AgentMailApp app, Counts counts)
    {
        var failed = 0L;
        await Eventually.BecomesAsync(
            async () =>
            {
                var before = (Asked: Asked(counts), Failed: Failed(counts));
                await ForgetIdentitiesAsync(app);
                await app.Admin.PostAsync("/v1/emails/preview", """{"sender":{"agentId":"agent-0"},"to":["a@example.net"],"subject":"s","text":"t"}""");
                failed = Failed(counts) - before.Failed;
                return Asked(counts) - before.Asked;
            }, asked => asked > 0 && failed == 0, expectation: "a lookup that misses memory, and no question to Redis that fails or is spared");
    }

    private static long Asked(Counts counts) => counts["agentmail.identity.lookups database"];

    private static long Failed(Counts counts) => counts[Faults] + counts["agentmail.redis.spared"];

    private static Task EndAsync(string trouble, RedisServer redis) => trouble switch
    {
        "hanging" => redis.ThawAsync(),
        "wrong password" => AsAdminAsync(redis, "another one", ["CONFIG", "SET", "requirepass", WrongPassword]),
        _ => redis.StartAsync(),
    };

    private static Task AdminAsync(RedisServer redis, params string[] command) => AsAdminAsync(redis, null, command);

    private static async Task AsAdminAsync(RedisServer redis, string? password, string[] command)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},allowAdmin=true{(password is null ? "" : ",password=" + password)}");
        await connection.GetDatabase().ExecuteAsync(command[0], [.. command[1..]]);
    }
}
