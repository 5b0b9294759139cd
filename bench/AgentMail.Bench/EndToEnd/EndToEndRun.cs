using System.Text.Json;
using AgentMail.Bench.Sink;
using AgentMail.TestKit.Installation;

namespace AgentMail.Bench.EndToEnd;

/// <summary>Starts, configures, warms up, measures, prints.</summary>
internal static class EndToEndRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(EndToEndOptions options)
    {
        using var sink = await SinkProcess.StartAsync();
        using var cores = new WorkerCores();
        await using var installation = await Installation.StartAsync(options.Scaled, options.Workers);
        var startUpCpu = Processes.Cpu();
        var atRest = await Settling.MemoryAsync();
        await Mailboxes.AddAsync(installation.Admin, sink.Port, options.Identities);
        var load = new Load(installation.Admin, new Letters([.. Enumerable.Range(0, options.Identities).Select(Mailboxes.Agent)]));

        var warm = await MeasureAsync(() => load.BurstAsync(options.Warmup, options.Connections));
        cores.Limit(options.WorkerCores);
        var burst = await MeasureAsync(() => load.BurstAsync(options.Emails, options.Connections));
        var afterRun = await Settling.MemoryAsync();
        var openLoop = new List<(double Rate, Measured Run)>();
        foreach (var rate in options.Seconds == 0 ? [] : new[] { options.Rate, Math.Round(burst.EmailsPerSecond / 2) })
            openLoop.Add((rate, await MeasureAsync(() => load.OpenLoopAsync((int)rate * options.Seconds, rate))));

        Console.WriteLine(JsonSerializer.Serialize(new EndToEndReport(options.Mode, options.Scaled ? options.Workers : 0, options.Emails, options.Identities, options.Connections)
        {
            StartUp = new((int)installation.StartUp.TotalMilliseconds, Math.Round(Processes.Own(startUpCpu).Sum(pair => pair.Value), 2)),
            Burst = BurstReport.Of(burst),
            OpenLoop = [.. openLoop.Select(run => OpenLoopReport.Of(run.Rate, run.Run))],
            Tally = openLoop.Select(run => run.Run).Prepend(burst).Prepend(warm).Select(run => run.Tally).Aggregate((a, b) => a + b),
            SinkConnections = warm.Sink.Connections + burst.Sink.Connections,
            ResidentMiB = new(atRest, afterRun),
        }, Json));

        Task<Measured> MeasureAsync(Func<Task<Posts>> run) => Measured.RunAsync(run, sink, installation.Admin);
    }
}
