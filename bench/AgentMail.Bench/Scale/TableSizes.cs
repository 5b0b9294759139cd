using System.Globalization;
using Npgsql;

namespace AgentMail.Bench.Scale;

/// <summary>What a row of each table takes, its part of the indexes included.</summary>
internal static class TableSizes
{
    private const string Sizes = """
        SELECT c.relname, c.reltuples::bigint, pg_relation_size(c.oid), pg_indexes_size(c.oid), pg_total_relation_size(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.reltuples > 1000 ORDER BY 5 DESC
        """;

    public static async Task<IReadOnlyList<object>> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sizes, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<object>();
        while (await reader.ReadAsync())
            tables.Add(Line(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        return tables;
    }

    private static string Line(string table, long rows, long heap, long indexes, long total) => string.Create(
        CultureInfo.InvariantCulture, $"{table,-20} {rows,10} rows {total / rows,6} bytes/row: row {heap / rows}, out of line {(total - heap - indexes) / rows}, indexes {indexes / rows}; {total >> 20} MiB");
}
