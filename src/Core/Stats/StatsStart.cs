using System.Data;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Stats;

/// <summary>
/// The first count, of what an installation had before it counted: in one transaction that sees the emails, and the log's last number, as of
/// one moment. From there on the log alone says what changes.
/// </summary>
public sealed class StatsStart(IDatabaseEngine engine)
{
    // Once in the life of an installation, over all emails that it keeps.
    private static readonly TimeSpan LongestCount = TimeSpan.FromHours(1);

    private const long MicrosecondsPerHour = 3_600_000_000;

    /// <summary>Counts, unless that was done before, by whomever.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        await using var db = engine.Open();
        if (await db.SinkCursors.AnyAsync(c => c.Sink == StatsLedger.Name, ct))
            return;
        try
        {
            await CountAsync(db, ct);
        }
        catch (Exception error) when (engine.IsDuplicateKey(error))
        {
            // Another worker was quicker.
        }
    }

    private static async Task CountAsync(AgentMailDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(LongestCount);
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await db.Database.ExecuteSqlRawAsync(Sql(db.Database.IsNpgsql() ? "::json" : ""), ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sink_cursors ("Sink", "Number", "Owner", "LeaseUntil") SELECT {StatsLedger.Name}, "Last", NULL, 0 FROM event_counter
            """, ct);
        await snapshot.CommitAsync(ct);
    }

    // What waits may have been handed to another server since its last event, and the next one takes it from where that one said.
    private static string Sql(string json) => $"""
        INSERT INTO email_counts ("TenantId", "Hour", "Status", "ServerId", "SenderKind", "SenderId", "Count")
        SELECT e."TenantId", e."CreatedAt" - e."CreatedAt" % {MicrosecondsPerHour}, e."Status", COALESCE(
          CASE WHEN e."Status" IN ({CountedStatuses.WaitingWords}) THEN (
            SELECT v."Data"{json} -> 'sender' ->> 'serverId' FROM events v WHERE v."EmailId" = e."Id" ORDER BY v."Number" DESC LIMIT 1
          ) END, e."ServerId"), e."SenderKind", e."SenderId", COUNT(*)
        FROM emails e GROUP BY 1, 2, 3, 4, 5, 6
        """;
}
