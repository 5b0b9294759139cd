using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AgentMail.Bench.EndToEnd;
using AgentMail.Bench.Sink;
using AgentMail.TestKit.Installation;

namespace AgentMail.Bench.Lanes;

/// <summary>What thousands of lanes cost that have nothing to do: with an idle connection each, with a lease alone, and given back.</summary>
internal static class LanesRun
{
    private const int Connections = 32;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    // A connection is kept for 45 seconds and swept every 15; a lane for LaneIdle, 65 seconds where nothing else is set.
    private static readonly TimeSpan ConnectionsClosed = TimeSpan.FromSeconds(62);
    private static readonly TimeSpan LanesGivenBack = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var lanes = arguments is ["--lanes", var n] ? int.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture) : 5000;
        using var sink = await SinkProcess.StartAsync();
        await using var installation = await Installation.StartAsync(scaled: false, workers: 0);
        await Mailboxes.AddAsync(installation.Admin, sink.Port, lanes);
        await sink.TakeAsync();
        List<object> phases = [await RestAsync("before the first email")];

        var posts = await new Load(installation.Admin, new Letters([.. Enumerable.Range(0, lanes).Select(Mailboxes.Agent)])).BurstAsync(lanes, Connections);
        await sink.WaitForAsync(posts.Count);
        await Settling.UnsettledAsync(installation.Admin);
        var idle = Stopwatch.StartNew();
        phases.Add(await RestAsync("each lane holds its lease and a connection"));
        await Task.Delay(Left(ConnectionsClosed, idle));
        phases.Add(await RestAsync("leases alone, or given back after LaneIdle"));
        await Task.Delay(LanesGivenBack);
        phases.Add(await RestAsync("later"));
        Console.WriteLine(JsonSerializer.Serialize(new { lanes, sent = posts.Count - posts.Refused, phases }, Json));
    }

    private static TimeSpan Left(TimeSpan until, Stopwatch since) => until > since.Elapsed ? until - since.Elapsed : TimeSpan.Zero;

    private static async Task<object> RestAsync(string phase)
    {
        var (before, watch) = (Own(), Stopwatch.StartNew());
        await Task.Delay(Window);
        var cpuMsPerSecond = (Own() - before) * 1000 / watch.Elapsed.TotalSeconds;
        return new { phase, cpuMsPerSecond = Math.Round(cpuMsPerSecond, 1), residentMiB = Math.Round(Processes.ResidentMiB().Values.Sum()) };
    }

    private static double Own() => Processes.Own(Processes.Cpu()).Sum(pair => pair.Value);
}
