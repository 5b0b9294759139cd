using System.Globalization;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Stats;

/// <summary>Adds a tally to the counts in few statements, in SQL that both databases read.</summary>
internal static class CountWrites
{
    private const int RowsAtOnce = 100;

    private const string EmailKey = "\"TenantId\", \"Hour\", \"Status\", \"ServerId\", \"SenderKind\", \"SenderId\"";
    private const string EventKey = "\"TenantId\", \"Minute\", \"Type\"";

    public static async Task SaveAsync(AgentMailDb db, Tally tally, CancellationToken ct)
    {
        var tenants = await LivingTenantsAsync(db, [.. tally.Events.Keys.Select(e => e.TenantId).Distinct(StringComparer.Ordinal)], ct);
        var emails = tally.Emails.Where(c => tenants.Contains(c.Key.TenantId)).Select(c => (Key: KeyOf(c.Key), By: c.Value)).Order(InKeyOrder).ToList();
        var events = tally.Events.Where(c => tenants.Contains(c.Key.TenantId)).Select(c => (Key: KeyOf(c.Key), By: c.Value)).Order(InKeyOrder).ToList();
        await AddAsync(db, "email_counts", EmailKey, emails, ct);
        await AddAsync(db, "event_counts", EventKey, events, ct);
        foreach (var fewer in emails.Where(c => c.By < 0).Chunk(RowsAtOnce))
            await DropEmptyAsync(db, fewer, ct);
    }

    // What belongs to a tenant that is removed meanwhile must not come back after its removal, which waits for this lock.
    private static async Task<HashSet<string>> LivingTenantsAsync(AgentMailDb db, string[] ids, CancellationToken ct)
    {
        var sql = $"""SELECT "Id" AS "Value" FROM tenants WHERE "Id" IN ({Places(0, ids.Length)}){(db.Database.IsNpgsql() ? " FOR KEY SHARE" : "")}""";
        return (await db.Database.SqlQueryRaw<string>(sql, [.. ids]).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
    }

    private static async Task AddAsync(AgentMailDb db, string table, string key, List<(object[] Key, long By)> changes, CancellationToken ct)
    {
        foreach (var rows in changes.Chunk(RowsAtOnce))
        {
            var values = Rows(rows.Length, rows[0].Key.Length + 1);
            var sql = $"""INSERT INTO {table} ({key}, "Count") VALUES {values} ON CONFLICT ({key}) DO UPDATE SET "Count" = {table}."Count" + excluded."Count" """;
            await db.Database.ExecuteSqlRawAsync(sql, [.. rows.SelectMany(r => (IEnumerable<object>)[.. r.Key, r.By])], ct);
        }
    }

    // Fewer than none: an email of an hour that retention has removed moves once more.
    private static Task DropEmptyAsync(AgentMailDb db, (object[] Key, long By)[] rows, CancellationToken ct)
    {
        var sql = $"""DELETE FROM email_counts WHERE ({EmailKey}) IN (VALUES {Rows(rows.Length, rows[0].Key.Length)}) AND "Count" <= 0""";
        return db.Database.ExecuteSqlRawAsync(sql, [.. rows.SelectMany(r => r.Key)], ct);
    }

    private static object[] KeyOf(Standing at) =>
        [at.TenantId, Microseconds(at.Hour), WireEnum<EmailStatus>.Name(at.Status), at.ServerId, WireEnum<SenderKind>.Name(at.SenderKind), at.SenderId];

    private static object[] KeyOf(EventKind kind) => [kind.TenantId, Microseconds(kind.Minute), kind.Type];

    private static long Microseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() * 1000;

    // Whoever else changes several of these rows at once takes them in the same order.
    private static readonly Comparer<(object[] Key, long By)> InKeyOrder = Comparer<(object[] Key, long By)>.Create(
        (a, b) => a.Key.Zip(b.Key, Compare).FirstOrDefault(order => order != 0));

    private static int Compare(object a, object b) => a is string text ? string.CompareOrdinal(text, (string)b) : ((long)a).CompareTo((long)b);

    private static string Rows(int rows, int columns) => string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({Places(row * columns, columns)})"));

    private static string Places(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{{i}}}")));
}
