using System.Text;
using AgentMail.Core.Agents;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Messaging;
using AgentMail.Core.Notices;
using AgentMail.Core.Servers;
using AgentMail.Core.Telemetry;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Tests.Core.Delivery;
using AgentMail.Tests.Core.Emails;
using AgentMail.Tests.Core.Identities;
using AgentMail.Worker.Sinks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Notices;

/// <summary>What an event leads to: one notice, or none.</summary>
public sealed class NoticeWriterTests : DeliveryTest
{
    private static readonly DeliveryError Refused = new(
        FailureClass.Permanent, FailureReason.RecipientRefused, SmtpStage.RcptTo, new(550, "5.1.1", "no <b>such</b> user"), Hints.RecipientRefused);

    [Fact]
    public async Task A_failed_email_is_told_of_once_however_often_the_event_comes()
    {
        await SetUpAsync();
        var failed = await FailAsync("em_1");

        await TellAsync(failed);
        await TellAsync(failed);

        var notice = Assert.Single(await NoticesAsync());
        Assert.Equal("ann@acme.example", notice.Recipients[0].Address);
        Assert.Equal("desk@acme.example", notice.From);
        Assert.Equal("Not sent: Your case", notice.Subject);
        var raw = await RawAsync(notice);
        Assert.Contains("Auto-Submitted: auto-generated", raw, StringComparison.Ordinal);
        Assert.Contains("From: Acme <desk@acme.example>", raw, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;such&lt;/b&gt;", raw, StringComparison.Ordinal);
        Assert.Contains("23/11/2026, 13:00", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_fails_is_told_to_nobody()
    {
        await SetUpAsync();
        await TellAsync(await FailAsync("em_1"));
        var notice = Assert.Single(await NoticesAsync());

        await using (var db = Db.Engine.Open())
            await db.Emails.Where(e => e.Id == notice.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Status, EmailStatus.Failed), Cancellation);
        await TellAsync(Event(EventTypes.Email(EmailStatus.Failed), "{}", notice.Id, 2));

        Assert.Single(await NoticesAsync());
    }

    [Fact]
    public async Task Who_has_switched_notices_off_gets_none()
    {
        await SetUpAsync(enabled: false);

        await TellAsync(await FailAsync("em_1"));

        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task An_email_that_is_being_sent_again_by_now_is_not_told_of()
    {
        await SetUpAsync();
        var failed = await FailAsync("em_1");
        await MeanwhileAsync(EmailStatus.Queued);

        await TellAsync(failed);

        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task Pauses_of_one_account_are_told_of_once_within_an_hour_and_again_after_it()
    {
        await SetUpAsync();
        await LeaseAsync();

        await TellAsync(Paused(1));
        await TellAsync(Paused(1));
        Clock.Advance(TimeSpan.FromMinutes(59));
        await TellAsync(Paused(2));
        var first = Assert.Single(await NoticesAsync());
        Assert.Equal("Paused: ann@acme.example cannot send", first.Subject);
        Assert.Contains("Check user ID and email password in your email profile", await RawAsync(first), StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(Paused(3));
        Assert.Equal(2, (await NoticesAsync()).Count);
    }

    [Fact]
    public async Task The_tenants_own_text_is_used_and_ours_where_it_cannot_be_rendered()
    {
        await SetUpAsync();
        await Db.AddAsync(Text(NoticeTemplates.FailureId, "Oh no: {{ email.subject }}", "<p>{{ reply }} to {{ recipients[0].address }}</p>"));

        await TellAsync(await FailAsync("em_1"));
        Assert.Equal("Oh no: Your case", Assert.Single(await NoticesAsync()).Subject);

        await using (var db = Db.Engine.Open())
            await db.Templates.ExecuteUpdateAsync(s => s.SetProperty(t => t.Description, "{{ 1 | divided_by: nothing }}"), Cancellation);
        // Ids made in one millisecond are in no order.
        Clock.Advance(TimeSpan.FromSeconds(1));
        await TellAsync(await FailAsync("em_2", 2));
        Assert.Equal("Not sent: Your case", (await NoticesAsync())[1].Subject);
    }

    [Fact]
    public async Task Without_a_usable_default_server_nobody_is_told_and_nothing_breaks()
    {
        await SetUpAsync();
        await using (var db = Db.Engine.Open())
        {
            await db.Servers.Where(s => s.IsDefault)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.Kind, ServerKind.Smtp).SetProperty(x => x.Authentication, AuthenticationKind.Password), Cancellation);
        }

        await TellAsync(await FailAsync("em_1"));

        Assert.Empty(await NoticesAsync());
    }

    /// <summary>A batch has a deadline, and texts of one tenant may be slow: without progress it would come again for ever.</summary>
    [Fact]
    public async Task A_batch_that_is_broken_off_goes_on_where_it_stopped()
    {
        await SetUpAsync();
        var rows = new[] { await FailAsync("em_1"), await FailAsync("em_2", 2) };
        var sink = new NoticeSink(Writer(), Db.Engine, NullLogger<NoticeSink>.Instance);
        using var deadline = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sink.WriteAsync(new PassesAfterFirst(rows, deadline), deadline.Token));
        var first = Assert.Single(await NoticesAsync());
        await using (var db = Db.Engine.Open())
        {
            // As if nothing told the next round that the first was told of.
            await db.IdempotencyRecords.ExecuteDeleteAsync(Cancellation);
        }
        await sink.WriteAsync(rows, Cancellation);

        Assert.Equal(2, (await NoticesAsync()).Count);
        Assert.Contains(await NoticesAsync(), notice => notice.Id == first.Id);
    }

    private async Task SetUpAsync(bool enabled = true) => await Db.AddAsync(
        new Tenant { Id = "acme", Name = "Acme", CreatedAt = StoredEmail.CreatedAt, FailureNotices = enabled, ContactAddress = "it@acme.example", TimeZone = "Europe/Berlin", Version = 3 },
        new OutboundServer { TenantId = "acme", Id = "main", Name = "Main", Kind = ServerKind.Sandbox, FromAddress = "desk@acme.example", IsDefault = true, Version = 2 },
        new OutboundServer { TenantId = "acme", Id = "own", Name = "Own", Kind = ServerKind.Smtp, FromAddress = "relay@acme.example", Version = 2 },
        new Agent { TenantId = "acme", Id = "ann", DisplayName = "Ann", Override = true, ServerId = "own", IdentityVersion = 7 },
        new AgentProfile { TenantId = "acme", AgentId = "ann", WorkplaceEmail = "ann@acme.example", DateFormat = "dd/MM/yyyy" });

    private async Task<EventRow> FailAsync(string id, long number = 1)
    {
        var email = StoredEmail.New(EmailStatus.Failed, id);
        email.LastError = Refused;
        email.Recipients[0].Smtp = Refused.Reply;
        await Db.AddAsync(email);
        return Event(EventTypes.Email(EmailStatus.Failed), "{}", id, number);
    }

    private static EventRow Paused(long number) => Event(
        EventTypes.IdentityPaused,
        """
        {"sender":{"kind":"agent","id":"ann","address":"ann@acme.example","serverId":"own","configVersion":7},"override":true,
         "error":{"class":"authentication","code":"credentialsRefused","hint":"Check both."},"smtp":{"stage":"authenticate","code":535,"enhancedCode":"5.7.8","reply":"no"}}
        """, null, number);

    private static EventRow Event(string type, string data, string? emailId, long number) =>
        new() { Number = number, TenantId = "acme", Type = type, Timestamp = StoredEmail.CreatedAt, EmailId = emailId, Data = data };

    private static Template Text(string id, string subject, string description) => new() { TenantId = "acme", Id = id, Name = id, Subject = subject, Description = description };

    private Task TellAsync(EventRow row) => Writer().TellAsync(row, Cancellation);

    private NoticeWriter Writer()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var intake = new NoticeIntake(
            Db.Door, TestCache.Over(Db.Door), new IdempotencyRecords(Db.Door, Clock), new LaneBell(new Silence(), NullLogger<LaneBell>.Instance),
            new AgentMailMetrics(meters), Clock, NullLogger<NoticeIntake>.Instance);
        return new(Db.Door, intake, new NoticeTemplates(Clock, NullLogger<NoticeTemplates>.Instance), Clock);
    }

    private async Task<List<Email>> NoticesAsync()
    {
        await using var db = Db.Read();
        return await db.Emails.Include(e => e.Recipients).Where(e => e.SenderKind == SenderKind.Tenant).OrderBy(e => e.Id).ToListAsync(Cancellation);
    }

    private async Task<string> RawAsync(Email email) => Encoding.UTF8.GetString((await Store.BodyAsync(email.Id, Cancellation))!)
        .Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    /// <summary>A batch whose time is over after the first event.</summary>
    private sealed class PassesAfterFirst(IReadOnlyList<EventRow> rows, CancellationTokenSource deadline) : IReadOnlyList<EventRow>
    {
        public int Count => rows.Count;

        public EventRow this[int index] => rows[index];

        public IEnumerator<EventRow> GetEnumerator()
        {
            yield return rows[0];
            deadline.Cancel();
            yield return rows[1];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Silence : IBusRings
    {
        public Task LanesDueAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task WakeHoldersAsync(IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;

        public Task TakeLanesAsync(string worker, IReadOnlyCollection<string> lanes, CancellationToken ct) => Task.CompletedTask;
    }
}
