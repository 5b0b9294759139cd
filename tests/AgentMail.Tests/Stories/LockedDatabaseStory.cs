using System.Text.Json.Nodes;
using AgentMail.Core.Hosting;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Smtp;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentMail.Tests.Stories;

/// <summary>An admin looks into the database with a tool of their own, and locks it. No caller meets that as a fault.</summary>
public sealed class LockedDatabaseStory : IAsyncLifetime
{
    private const string Mail = """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""";

    private readonly AgentMailApp _app = new AgentMailApp().With("AgentMail:DatabaseTimeout", "00:00:01").With("Logging:LogLevel:AgentMail", "None");

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_short_lock_is_waited_for()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);

        await using var tool = await LockAsync();
        var sending = _app.Admin.PostAsync("/v1/emails", Mail);
        Assert.Equal(200, (await _app.Admin.ReadAsync("/v1/emails")).Status);
        Assert.False(sending.IsCompleted);
        await ExecuteAsync(tool, "COMMIT");

        Assert.Equal(202, (await sending).Status);
    }

    [Fact]
    public async Task A_long_lock_is_answered_with_a_time_to_come_back_and_the_repeat_is_accepted_once()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);

        await using (var tool = await LockAsync())
        {
            var refused = await _app.Admin.PostAsync("/v1/emails", Mail, ("Idempotency-Key", "k1"));
            Assert.Equal((503, "unavailable", "5"), (refused.Status, refused.Code, refused.Headers.GetValues("Retry-After").Single()));
            Assert.Contains("locked by another program", refused["detail"], StringComparison.Ordinal);
            Assert.Contains("same Idempotency-Key", refused["detail"], StringComparison.Ordinal);
            var batch = await _app.Admin.PostAsync("/v1/emails/batch", $$"""{"items": [{{Mail}}, {{Mail}}]}""");
            Assert.Equal((503, "unavailable"), (batch.Status, batch.Code));
        }

        var accepted = await _app.Admin.PostAsync("/v1/emails", Mail, ("Idempotency-Key", "k1"));
        Assert.Equal(202, accepted.Status);
        await _app.Admin.WaitForStatusAsync(accepted["id"]!, "sent");
        var list = JsonNode.Parse((await _app.Admin.ReadAsync("/v1/emails")).Text)!["items"]!.AsArray();
        Assert.Equal(accepted["id"], (string?)Assert.Single(list)!["id"]);
    }

    [Fact]
    public async Task A_long_reader_and_a_checkpoint_hold_nobody_up()
    {
        await using var server = ScriptedSmtpServer.Start();
        await _app.SetUpAnnAsync(server);

        await using var reader = await OpenAsync();
        await ExecuteAsync(reader, "BEGIN; SELECT count(*) FROM emails");
        await _app.SendAsync("bob@example.net");
        await using var checkpoint = await OpenAsync();
        await ExecuteAsync(checkpoint, "PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE)");

        await _app.Admin.WaitForStatusAsync(await _app.SendAsync("cy@example.net"), "sent");
    }

    /// <summary>P2: a mail that is known to have gone out does not become uncertain because nobody could write that down at once.</summary>
    [Fact]
    public async Task A_result_that_cannot_be_written_is_kept_until_it_can()
    {
        var answer = new TaskCompletionSource();
        await using var server = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.FinalDot, Play.Reply("250 2.0.0 taken").After(answer.Task)));
        await _app.SetUpAnnAsync(server);
        var id = await _app.SendAsync("bob@example.net");
        await Eventually.TrueAsync(() => server.Sessions.SelectMany(s => s.Transactions).Any(t => t.RawMime is not null));

        await using (var tool = await LockAsync())
        {
            answer.SetResult();
            await server.WaitForDeliveryAsync("bob@example.net");
            // Two callers in a row are turned away, so the result was refused as well.
            Assert.Equal(503, (await _app.Admin.PostAsync("/v1/emails", Mail)).Status);
            Assert.Equal(503, (await _app.Admin.PostAsync("/v1/emails", Mail)).Status);
        }

        await _app.Admin.WaitForStatusAsync(id, "sent");
        Assert.Equal("queued, sending, sent", await _app.HistoryAsync(id));
        Assert.Single(server.Deliveries, d => d.Recipients.Contains("bob@example.net"));
    }

    private async Task<SqliteConnection> LockAsync()
    {
        var tool = await OpenAsync();
        await ExecuteAsync(tool, "BEGIN IMMEDIATE");
        return tool;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var folder = _app.Services.GetRequiredService<IOptions<AgentMailOptions>>().Value.DataDirectory;
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "agentmail.db")};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
