using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Retention;
using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.IntegrationTests.Storage;

public sealed class RetentionTests(IntegrationServers servers)
{
    private const int Emails = 1000;

    private static readonly RetentionPeriods Acme = new("acme", BodyDays: 1, EventDays: 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_that_remove_the_same_rows_at_once_do_each_other_no_harm()
    {
        await using var db = await TestDatabase.OnPostgresAsync(await (await servers.PostgresAsync()).CreateDatabaseAsync());
        var clock = new ShiftedClock();
        await StoreAsync(db, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromDays(3));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RemoveAllAsync(new(db.Another(), clock))));

        await using var read = db.Read();
        Assert.Equal(
            (0, 0, 0, 0, 0),
            (await read.Bodies.CountAsync(Cancellation), await read.Emails.CountAsync(Cancellation), await read.Recipients.CountAsync(Cancellation),
                await read.Events.CountAsync(Cancellation), await read.IdempotencyRecords.CountAsync(Cancellation)));
        Assert.Equal(Emails, await read.EventCounters.Select(c => c.Last).SingleAsync(Cancellation));
    }

    private static async Task RemoveAllAsync(RetentionStore retention)
    {
        int removed;
        do
        {
            removed = await retention.RemoveBodiesAsync(Acme, 100, Cancellation);
            removed += await retention.RemoveEventsAsync(Acme, 100, Cancellation);
            removed += await retention.RemoveEmailsAsync(Acme, 100, Cancellation);
            removed += await retention.RemoveKeysAsync(100, Cancellation);
        }
        while (removed > 0);
    }

    private static async Task StoreAsync(TestDatabase db, DateTimeOffset now)
    {
        for (var i = 0; i < Emails; i++)
        {
            var email = Sent($"em_{i:0000}", now);
            await db.AddAsync(email, new EmailBody { EmailId = email.Id, RawMime = new byte[1000] },
                new IdempotencyRecord { TenantId = "acme", Key = email.Id, RequestHash = "", EmailId = email.Id, ExpiresAt = now.AddDays(1) });
        }
        await Task.WhenAll(Enumerable.Range(0, Emails).Select(i => db.Door.WriteAsync(
            (tx, _) => { tx.Append(new EventDraft("acme", "email.sent", now, "{}")); return Task.CompletedTask; }, Cancellation)));
    }

    private static Email Sent(string id, DateTimeOffset now) => new()
    {
        Id = id,
        TenantId = "acme",
        Status = EmailStatus.Sent,
        SenderKind = SenderKind.Agent,
        SenderId = "ann",
        SenderAddress = "ann@acme.example",
        ServerId = "own",
        ConfigVersion = 1,
        From = "ann@acme.example",
        EnvelopeFrom = "ann@acme.example",
        Subject = "Hi",
        InternetMessageId = $"<{id}@acme.example>",
        SizeBytes = 1000,
        Lane = LaneKey.Shared("acme", "own"),
        CreatedAt = now,
        SettledAt = now,
        Recipients = [new() { EmailId = id, Ordinal = 0, Field = RecipientField.To, Address = "bob@example.net", AddressKey = "bob@example.net", Status = EmailStatus.Sent }],
    };
}
