using AgentMail.Core.Emails;
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

    private void UsesIndex<T>(Func<AgentMailDb, IQueryable<T>> query)
    {
        using var db = _engine.Open();
        using var command = query(db).CreateDbCommand();
        db.Database.OpenConnection();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
            plan.Add(rows.GetString(3));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("INDEX", StringComparison.Ordinal));
    }
}
