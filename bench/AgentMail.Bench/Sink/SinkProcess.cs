using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AgentMail.Bench.Sink;

/// <summary>The sink, seen from the bench: a process of its own, so that its CPU time is charged to nobody else.</summary>
internal sealed class SinkProcess : IDisposable
{
    public const string Command = "sink";
    public const string Count = "count";
    private const string Take = "take";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private SinkProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<SinkProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SinkProcess).Assembly.Location, Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sink did not start.");
        return new(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>Returns once this many emails are in, or once nothing has come for long: the rest is lost then.</summary>
    public async Task WaitForAsync(int emails)
    {
        var (last, since) = (-1, Stopwatch.StartNew());
        while (true)
        {
            var count = int.Parse(await AskAsync(Count), CultureInfo.InvariantCulture);
            if (count >= emails)
                return;
            if (count != last)
                (last, since) = (count, Stopwatch.StartNew());
            else if (since.Elapsed > Patience)
                return;
            await Task.Delay(Poll);
        }
    }

    /// <summary>What came in since it was last taken.</summary>
    public async Task<SinkReport> TakeAsync() => JsonSerializer.Deserialize<SinkReport>(await AskAsync(Take))!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sink has ended.");
    }
}
