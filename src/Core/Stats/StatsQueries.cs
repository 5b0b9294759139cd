using AgentMail.Core.Emails;
using AgentMail.Core.Storage;

namespace AgentMail.Core.Stats;

/// <summary>What stats ask for, each from an index: what they cost grows with hours and senders, and not with emails.</summary>
internal static class StatsQueries
{
    private const string Group = "\"Status\", \"ServerId\", \"SenderKind\", \"SenderId\"";

    /// <summary>
    /// A tenant's emails by status, server and sender, with the place in the log as of which that is true: one statement, because it sees
    /// both as of one moment. Parameters: the tenant, and the hour from which on those count that came to an end.
    /// </summary>
    public static readonly string EmailsSql = $"""
        SELECT s."Number", c."Status", c."ServerId", c."SenderKind", c."SenderId", c."Count" FROM sink_cursors s LEFT JOIN (
          SELECT {Group}, CAST(SUM("Count") AS bigint) AS "Count" FROM (
            SELECT {Group}, "Count" FROM email_counts WHERE "TenantId" = {"{0}"} AND "Hour" >= {"{1}"} AND "Status" IN ({CountedStatuses.FinalWords})
            UNION ALL
            SELECT {Group}, "Count" FROM email_counts WHERE "TenantId" = {"{0}"} AND "Status" IN ({CountedStatuses.WaitingWords})
          ) counted GROUP BY {Group}
        ) c ON 1 = 1 WHERE s."Sink" = '{StatsLedger.Name}'
        """;

    /// <summary>A tenant's events by type and step, with the place in the log. Parameters: the tenant, and the first step.</summary>
    public static string EventsSql(bool byHour)
    {
        var step = byHour ? "\"Minute\" - \"Minute\" % 3600000000" : "\"Minute\"";
        return $"""
            SELECT s."Number", c."At", c."Type", c."Count" FROM sink_cursors s LEFT JOIN (
              SELECT {step} AS "At", "Type", CAST(SUM("Count") AS bigint) AS "Count" FROM event_counts
              WHERE "TenantId" = {"{0}"} AND "Minute" >= {"{1}"} GROUP BY 1, 2
            ) c ON 1 = 1 WHERE s."Sink" = '{StatsLedger.Name}'
            """;
    }

    /// <summary>Emails that wait for their turn, in the order in which they were accepted.</summary>
    public static IQueryable<Email> Queued(AgentMailDb db, string tenantId) =>
        db.Emails.Where(e => e.TenantId == tenantId && e.Status == EmailStatus.Queued).OrderBy(e => e.Id);

    /// <summary>Whose emails nobody will act on and no state explains. Of all tenants: asked for one, a database would go through what that one has queued.</summary>
    public static IQueryable<string> Unaccounted(AgentMailDb db) => db.Emails
        .Where(e => (e.Status == EmailStatus.Queued || e.Status == EmailStatus.Sending || e.Status == EmailStatus.Delayed) && e.NextActionAt == null)
        .Select(e => e.TenantId);
}
