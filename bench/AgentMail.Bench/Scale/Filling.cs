using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace AgentMail.Bench.Scale;

/// <summary>
/// Makes the rows of a large installation inside the database, in the order in which they would come and with all indexes in place, so
/// that they take the room they would take. What one email leaves behind is as long as what a real one leaves.
/// </summary>
internal sealed class Filling(string connectionString, ScaleOptions options)
{
    public const int Workers = 10;

    /// <summary>Messages are large and all alike: a part of the emails has one, and the others are counted as if.</summary>
    public const int Bodies = 50_000;

    public static string Worker(int index) => $"worker-{index}";

    /// <summary>Fills all tables; how long that took.</summary>
    public async Task<TimeSpan> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        await ExecuteAsync(FillingSql.Tenants, FillingSql.Servers);
        await Task.WhenAll(ExecuteAsync(FillingSql.Agents, FillingSql.Profiles), ExecuteAsync(FillingSql.Lanes));
        await Task.WhenAll(ExecuteAsync(FillingSql.Emails, FillingSql.Recipients, FillingSql.Bodies, FillingSql.Keys), ExecuteAsync(FillingSql.Events));
        await ExecuteAsync(FillingSql.Counter, "VACUUM ANALYZE", "CHECKPOINT");
        return watch.Elapsed;
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(Filled(sql), connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    private string Filled(string sql) => new Dictionary<string, object>
    {
        [":tenants"] = options.Tenants,
        [":agents"] = options.Agents,
        [":emails"] = options.Emails,
        [":leases"] = options.Leases,
        [":backlog"] = options.Backlog,
        [":workers"] = Workers,
        [":bodies"] = Math.Min(Bodies, options.Emails),
        [":now"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000,
    }.Aggregate(sql, (text, value) => text.Replace(value.Key, Convert.ToString(value.Value, CultureInfo.InvariantCulture), StringComparison.Ordinal));
}
