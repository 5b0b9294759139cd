using System.Globalization;
using AgentMail.TestKit.Servers;
using Npgsql;

namespace AgentMail.Bench.Scale;

/// <summary>What a large installation asks of PostgreSQL: room per row, and the plan and time of each hot query.</summary>
internal static class ScaleRun
{
    public static async Task RunAsync(ScaleOptions options)
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using (var empty = await ScaleHost.StartAsync(database))
            Console.WriteLine(Text($"start on an empty database: {empty.StartUp.TotalSeconds:0.0} s"));
        Console.WriteLine(Text($"filled in {(await new Filling(database, options).RunAsync()).TotalSeconds:0} s: {options}"));
        foreach (var table in await TableSizes.ReadAsync(database))
            Console.WriteLine(table);

        using var plans = new SeenPlans();
        await using (var host = await ScaleHost.StartAsync(database))
        await using (var explaining = await ScaleHost.StartAsync(new NpgsqlConnectionStringBuilder(database) { Options = SeenPlans.Options }.ConnectionString))
        {
            Console.WriteLine(Text($"start on the full one: {host.StartUp.TotalSeconds:0.0} s"));
            var queries = HotQueries.Of(host, await Sending.PrepareAsync(host, options));
            await HotQueryRun.PrintAsync(database, queries, HotQueries.Of(explaining, await Sending.PrepareAsync(explaining, options, skip: 200)), plans);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
