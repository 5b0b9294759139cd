using AgentMail.Core.Configuration;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Retention;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Storage;

/// <summary>What is asked every second, or page by page, must not read every email ever sent.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-plans-");
    private readonly SqliteEngine _engine;

    public QueryPlanTests()
    {
        _engine = new SqliteEngine(Path.Combine(_folder.FullName, "plans.db"));
        using var db = _engine.Open();
        db.Database.Migrate();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Due_emails_of_a_lane() => UsesIndex(db => db.Emails
        .Where(e => e.Lane == "default/sandbox/shared" && e.NextActionAt != null && e.NextActionAt <= DateTimeOffset.UnixEpoch && e.Status != EmailStatus.Sending)
        .OrderBy(e => e.NextActionAt).ThenBy(e => e.Id).Take(50));

    [Fact]
    public void Lanes_with_work() => UsesIndex(db => db.Emails.Where(e => e.NextActionAt != null && e.NextActionAt <= DateTimeOffset.UnixEpoch));

    [Fact]
    public void Held_emails() => UsesIndex(db => db.Emails.Where(e => e.Status == EmailStatus.Held));

    [Fact]
    public void Unaccounted_emails() => UsesIndex(db => db.Emails
        .Where(e => (e.Status == EmailStatus.Queued || e.Status == EmailStatus.Sending || e.Status == EmailStatus.Delayed) && e.NextActionAt == null));

    [Fact]
    public void A_tenants_list() => UsesIndex(db => db.Emails.Where(e => e.TenantId == "default" && e.Id.CompareTo("em_5") < 0).OrderByDescending(e => e.Id).Take(50));

    [Fact]
    public void A_recipients_emails() => UsesIndex(db => db.Recipients.Where(r => r.AddressKey == "bob@example.net"));

    [Fact]
    public void Events_of_an_email() => UsesIndex(db => db.Events.Where(e => e.EmailId == "em_1" && e.Number > 5).OrderBy(e => e.Number));

    [Fact]
    public void Emails_of_an_agent() => UsesIndex(
        "IX_emails_TenantId_AgentId_Id", db => db.Emails.Where(e => e.TenantId == "default" && e.AgentId == "ann" && e.Id.CompareTo("em_5") < 0).OrderByDescending(e => e.Id).Take(50));

    [Theory]
    [InlineData("IX_events_rare", "identity.tested", null, null)]
    [InlineData("IX_events_rare", "identity.*", null, null)]
    [InlineData("IX_events_TenantId_Number", "email.sent", null, null)]
    [InlineData("IX_events_TenantId_Number", "email.*", null, null)]
    [InlineData("IX_events_TenantId_AgentId_Number", null, "ann", null)]
    [InlineData("IX_events_TenantId_ChannelId_Number", null, null, "support")]
    public void Events_by_type_agent_and_channel(string index, string? type, string? agent, string? channel) =>
        UsesIndex(index, new EventFilter("default") { Type = type, AgentId = agent, ChannelId = channel });

    [Fact]
    public void Events_that_an_agent_sees()
    {
        using var db = _engine.Open();
        var queries = EventSearch.Queries(db, new EventFilter("default") { SeenBy = "ann", OwnChannels = ["support", "sales"] }, 5, 500, 100).Count;
        Assert.Equal(3, queries);
        UsesIndex("IX_events_TenantId_AgentId_Number", db => EventSearch.Queries(db, new EventFilter("default") { SeenBy = "ann", OwnChannels = ["support"] }, 5, 500, 100)[0]);
        UsesIndex("IX_events_TenantId_ChannelId_Number", db => EventSearch.Queries(db, new EventFilter("default") { SeenBy = "ann", OwnChannels = ["support"] }, 5, 500, 100)[1]);
    }

    [Fact]
    public void Emails_whose_message_retention_removes() =>
        UsesIndex("IX_emails_settled", db => RetentionQueries.WithBody(db, "default", DateTimeOffset.UnixEpoch).Take(50));

    [Fact]
    public void Emails_that_retention_removes() => UsesIndex(
        "IX_emails_without_body", db => RetentionQueries.WithoutBody(db, "default", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch).Take(50));

    [Fact]
    public void Events_that_retention_removes() => UsesIndex("IX_events_TenantId_Number", db => RetentionQueries.Events(db, "default").Take(50));

    [Fact]
    public void Keys_that_have_expired() => UsesIndex("IX_idempotency_records_ExpiresAt", db => RetentionQueries.Keys(db, DateTimeOffset.UnixEpoch).Take(50));

    [Fact]
    public void Configuration_changes_that_have_ended() => UsesIndex(
        "IX_operations_Status_Id", db => RetentionQueries.Operations(db, OperationStatus.Applied, "op_1", DateTimeOffset.UnixEpoch).Take(50));

    [Fact]
    public void Deliveries_that_retention_removes() => UsesIndex(
        "IX_webhook_deliveries_TenantId_WebhookId_Id", db => RetentionQueries.Deliveries(db, "default", "crm", DateTimeOffset.UnixEpoch).Take(50));

    [Fact]
    public void The_next_webhook_that_has_deliveries() =>
        UsesIndex("IX_webhook_deliveries_TenantId_WebhookId_Id", db => RetentionQueries.NextEndpoint(db, "default", "crm").Take(1));

    [Fact]
    public void Enabled_webhooks_of_a_batchs_tenants() =>
        UsesIndex(db => db.Webhooks.Where(w => EF.Parameter(new List<string> { "a", "b" }).Contains(w.TenantId) && w.Enabled).Select(w => w.Id));

    [Fact]
    public void Counts_that_retention_removes()
    {
        UsesIndex("sqlite_autoindex_email_counts_1", db => RetentionQueries.EmailCounts(db, "default", DateTimeOffset.UnixEpoch).Take(50));
        UsesIndex("sqlite_autoindex_event_counts_1", db => RetentionQueries.EventCounts(db, "default", DateTimeOffset.UnixEpoch).Take(50));
    }

    /// <summary>Of emails that came to an end it reads the counts of the hours asked for, of those that wait the few that are left, and no email.</summary>
    [Fact]
    public void Stats()
    {
        var plan = PlanOf(db => db.Database.SqlQueryRaw<EmailCountRow>(StatsQueries.EmailsSql, "default", 0L));

        Assert.Contains(plan, step => step.Contains("email_counts USING INDEX sqlite_autoindex_email_counts_1 (TenantId=? AND Hour>?)", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("email_counts USING INDEX IX_email_counts_waiting (TenantId=?", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("emails", StringComparison.Ordinal));
        UsesIndex("IX_emails_TenantId_Status_Id", db => StatsQueries.Queued(db, "default").Take(50));
        UsesIndex("IX_emails_unaccounted", db => StatsQueries.Unaccounted(db).Take(50));
        Assert.Contains(
            PlanOf(db => db.Database.SqlQueryRaw<EventCountRow>(StatsQueries.EventsSql(byHour: true), "default", 0L)),
            step => step.Contains("event_counts USING INDEX sqlite_autoindex_event_counts_1 (TenantId=? AND Minute>?)", StringComparison.Ordinal));
        Assert.Contains(PlanOf(db => PastStandings.LastEvents(db, ["em_1"], 5)), step => step.Contains("IX_events_EmailId_Number (EmailId=? AND Number<?)", StringComparison.Ordinal));
    }

    [Fact]
    public void Lanes_of_a_tenant_and_what_waits_for_them()
    {
        UsesIndex(db => LaneOverview.Matching(db, "default", LaneState.Paused, DateTimeOffset.UnixEpoch));
        UsesIndex("IX_emails_held", db => LaneQueues.Held(db, "default", "default/own/agent:ann"));
        UsesIndex("IX_emails_TenantId_Status_Id", db => LaneQueues.Held(db, "default", "default/own/shared"));
        Assert.All(
            PlanOf(db => LaneQueues.Due(db, ["default/own/shared"], DateTimeOffset.UnixEpoch)).Where(step => step.Contains("emails", StringComparison.Ordinal) || step.Contains("IX_emails", StringComparison.Ordinal)),
            step => Assert.Contains("IX_emails_Lane_NextActionAt", step, StringComparison.Ordinal));
    }

    private void UsesIndex(string index, EventFilter filter)
    {
        using var db = _engine.Open();
        for (var i = 0; i < EventSearch.Queries(db, filter, 5, 500, 100).Count; i++)
            UsesIndex(index, d => EventSearch.Queries(d, filter, 5, 500, 100)[i]);
    }

    private void UsesIndex<T>(string index, Func<AgentMailDb, IQueryable<T>> query)
    {
        var plan = PlanOf(query);
        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains($"INDEX {index} ", StringComparison.Ordinal));
        // In the index's own order: nothing is gathered first and sorted then.
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private void UsesIndex<T>(Func<AgentMailDb, IQueryable<T>> query) => Assert.DoesNotContain(
        PlanOf(query), step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal));

    private List<string> PlanOf<T>(Func<AgentMailDb, IQueryable<T>> query)
    {
        using var db = _engine.Open();
        using var command = query(db).CreateDbCommand();
        db.Database.OpenConnection();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
            plan.Add(rows.GetString(3));
        return plan;
    }
}
