using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Emails.Moves;
using AgentMail.Core.Events;
using AgentMail.Core.Messaging;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Deployment;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.IntegrationTests.Deployment;

/// <summary><c>deploy/after-restore.sql</c>: on a database of yesterday nothing that may have gone out since goes out by itself.</summary>
public sealed class RestoredDatabaseTests(IntegrationServers servers)
{
    private const string Tenant = "acme";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_have_been_sent_since_waits_for_somebody_and_can_be_resolved()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());
        await db.AddAsync(
            New("queued", EmailStatus.Queued, -1), New("sending", EmailStatus.Sending, -1), New("held", EmailStatus.Held, null), New("delayed", EmailStatus.Delayed, -1),
            New("past", EmailStatus.Scheduled, -1), New("later", EmailStatus.Delayed, 60), New("future", EmailStatus.Scheduled, 60), New("sent", EmailStatus.Sent, null),
            new EmailBody { EmailId = "queued", RawMime = [1] });

        await db.Door.WriteAsync((tx, _) => { tx.Append(EmailEvents.Of(New("queued", EmailStatus.Queued, -1), Now)); return Task.CompletedTask; }, Cancellation);

        await using (var db1 = db.Engine.Open())
            await db1.Database.ExecuteSqlRawAsync(Braced(MonitoringFiles.Read("after-restore.sql")), Cancellation);

        await using var read = db.Read();
        var emails = await read.Emails.Include(e => e.Recipients).ToListAsync(Cancellation);
        Assert.Equal(["delayed", "held", "past", "queued", "sending"], emails.Where(e => e.Status == EmailStatus.Uncertain).Select(e => e.Id).Order());
        Assert.All(emails, email => Assert.Equal(email.Status, email.Recipients[0].Status));
        Assert.All(emails.Where(e => e.Status == EmailStatus.Uncertain), email => Assert.Equal(FailureReason.OutcomeUnknown, email.LastError!.Reason));
        Assert.Empty(await new DueWork(db.Door, TimeProvider.System).LanesAsync("w1", 10, Cancellation));

        var intake = new MoveIntake(db.Door, new LaneBell(new Silence(), NullLogger<LaneBell>.Instance), TimeProvider.System);
        var moved = await intake.MoveAsync(new(Tenant, "queued", new(EmailMover.Resend, "key_1"), null), Cancellation);
        Assert.Equal(EmailStatus.Queued, Assert.IsType<MoveResult.Moved>(moved).Email.Status);
        AssertLog(await new EventLog(db.Door).AfterAsync(0, 10, Cancellation));
    }

    private static void AssertLog(IReadOnlyList<EventRow> log)
    {
        Assert.Equal(["email.queued", "email.uncertain", "email.queued"], log.Select(e => e.Type));
        Assert.Equal([1, 100_000_002, 100_000_003], log.Select(e => e.Number));
        var told = JsonDocument.Parse(log[1].Data).RootElement;
        Assert.Equal(("uncertain", "uncertain", "outcomeUnknown", "Hi"), (
            told.GetProperty("status").GetString(), told.GetProperty("recipients")[0].GetProperty("status").GetString(),
            told.GetProperty("error").GetProperty("code").GetString(), told.GetProperty("subject").GetString()));
    }

    // EF takes braces for places of parameters.
    private static string Braced(string sql) => sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static Email New(string id, EmailStatus status, int? dueInMinutes) => new()
    {
        Id = id,
        TenantId = Tenant,
        Status = status,
        SenderKind = SenderKind.Agent,
        SenderId = "ann",
        SenderAddress = "ann@acme.example",
        ServerId = "own",
        ConfigVersion = 1,
        From = "ann@acme.example",
        EnvelopeFrom = "ann@acme.example",
        Subject = "Hi",
        InternetMessageId = $"<{id}@acme.example>",
        SizeBytes = 1,
        Lane = LaneKey.Shared(Tenant, "own"),
        NextActionAt = dueInMinutes is { } minutes ? Now.AddMinutes(minutes) : null,
        CreatedAt = Now.AddDays(-1),
        Recipients = [new() { EmailId = id, Ordinal = 0, Field = RecipientField.To, Address = "bob@example.net", AddressKey = "bob@example.net", Status = status }],
    };

    private sealed class Silence : IBusRings
    {
        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}
