using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace AgentMail.Bench.Scale;

/// <summary>Times each query, and lets PostgreSQL say how it answers it.</summary>
internal static class HotQueryRun
{
    private const int Times = 15;

    /// <param name="database">All of them ask it.</param>
    /// <param name="queries">Asked of a database that explains nothing.</param>
    /// <param name="explained">The same, asked of one that explains everything.</param>
    /// <param name="plans">What it says.</param>
    public static async Task PrintAsync(string database, IEnumerable<HotQuery> queries, IEnumerable<HotQuery> explained, SeenPlans plans)
    {
        foreach (var (query, twin) in queries.Zip(explained))
        {
            var times = new List<double>();
            var before = await WalAsync(database);
            while (times.Count < Times)
                times.Add(await TimeAsync(query));
            var written = (await WalAsync(database) - before) / Times;
            times.Sort();
            plans.Take();
            await twin.RunAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{query.Name,-50} {times[Times / 2],8:0.00} ms, longest {times[^1]:0.0}; {written} bytes of WAL"));
            foreach (var plan in plans.Take().Where(IsWorthTelling))
                Console.WriteLine(Line(plan));
        }
    }

    // By all there is, so autovacuum shows in it now and then.
    private static async Task<long> WalAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT (pg_current_wal_lsn() - '0/0')::bigint", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<double> TimeAsync(HotQuery query)
    {
        var watch = Stopwatch.StartNew();
        await query.RunAsync();
        return watch.Elapsed.TotalMilliseconds;
    }

    // The counter of events has one row: reading the table is right.
    private static bool IsWorthTelling(string plan) => PlanReading.Paths(plan).Count > 0 && !plan.Contains("event_counter", StringComparison.Ordinal);

    private static string Line(string plan) => string.Create(
        CultureInfo.InvariantCulture, $"    {PlanReading.Pages(plan)} pages, {PlanReading.Discarded(plan)} rows discarded: {string.Join(", ", PlanReading.Paths(plan))}");
}
