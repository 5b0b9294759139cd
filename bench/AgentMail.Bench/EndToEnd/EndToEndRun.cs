using System.Text.Json;
using AgentMail.Bench.Sink;

namespace AgentMail.Bench.EndToEnd;

/// <summary>Starts, configures, warms up, measures, prints.</summary>
internal static class EndToEndRun
{
    private const int OpenLoopSeconds = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(EndToEndOptions options)
    {
        using var sink = await SinkProcess.StartAsync();
        await using var installation = await Installation.StartAsync(options);
        var atRest = await Settling.MemoryAsync();
        await Setup.ConfigureAsync(installation.Admin, sink.Port, options.Identities);
        var load = new Load(installation.Admin, new Letters(options.Identities));

        var warm = await Measured.RunAsync(() => load.BurstAsync(options.Warmup, options.Connections), sink, installation.Admin);
        var burst = await Measured.RunAsync(() => load.BurstAsync(options.Emails, options.Connections), sink, installation.Admin);
        var afterRun = await Settling.MemoryAsync();
        var quiet = await OpenLoopAsync(options.Rate);
        var busy = await OpenLoopAsync(Math.Round(burst.EmailsPerSecond / 2));
        Console.WriteLine(JsonSerializer.Serialize(Report(), Json));

        Task<(double Rate, Measured Run)> OpenLoopAsync(double rate) => AtRateAsync(rate, load, sink, installation.Admin);

        EndToEndReport Report()
        {
            var own = burst.OwnCpuMs.ToDictionary(pair => pair.Key, pair => Round(pair.Value));
            var all = burst.CpuMs.ToDictionary();
            return new(
                options.Mode, options.Scaled ? options.Workers : 0, options.Emails, options.Identities, options.Connections, (int)installation.StartUp.TotalMilliseconds,
                Math.Round(burst.EmailsPerSecond), Math.Round(burst.PostsPerSecond), Round(burst.OwnCpuMs.Sum(pair => pair.Value)), own,
                Round(all[Processes.Sink]), Round(all[Processes.Load]), Math.Round(1000 * Environment.ProcessorCount / all.Values.Sum()), burst.OthersCores,
                Percentiles.Of(burst.Posts.Milliseconds), [Of(quiet), Of(busy)], warm.Sink.Connections + burst.Sink.Connections, warm.Sink.SignIns + burst.Sink.SignIns,
                warm.Tally + burst.Tally + quiet.Run.Tally + busy.Run.Tally, atRest, afterRun);
        }
    }

    private static async Task<(double Rate, Measured Run)> AtRateAsync(double rate, Load load, SinkProcess sink, HttpClient admin) =>
        (rate, await Measured.RunAsync(() => load.OpenLoopAsync((int)rate * OpenLoopSeconds, rate), sink, admin));

    private static OpenLoopReport Of((double Rate, Measured Run) at) => new(
        at.Rate, Percentiles.Of(at.Run.Posts.Milliseconds), at.Run.PostToSink, Round(at.Run.OwnCpuMs.Sum(pair => pair.Value)));

    private static double Round(double milliseconds) => Math.Round(milliseconds, 3);
}
