using System.Diagnostics;

namespace AgentMail.TestKit.Servers;

/// <summary>Runs a command to its end.</summary>
internal static class Shell
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task RunAsync(string program, params string[] arguments) => RunAsync(program, Deadline, arguments);

    public static async Task RunAsync(string program, TimeSpan within, params string[] arguments)
    {
        var (code, output) = await TryRunAsync(program, within, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with code {code}.\n{output}");
    }

    public static Task<(int Code, string Output)> TryRunAsync(string program, params string[] arguments) => TryRunAsync(program, Deadline, arguments);

    private static async Task<(int Code, string Output)> TryRunAsync(string program, TimeSpan within, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(within);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {within.TotalSeconds} s");
        }
    }
}
