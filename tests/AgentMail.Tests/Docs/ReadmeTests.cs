using System.Diagnostics;
using System.Text.RegularExpressions;
using AgentMail.TestKit;

namespace AgentMail.Tests.Docs;

/// <summary>Pastes the first mail of the README into a shell.</summary>
public sealed partial class ReadmeTests(AgentMailApp app) : IClassFixture<AgentMailApp>
{
    private const string Key = "amk_my-first-day-0001";

    [Fact]
    public async Task The_first_mail_works_when_pasted()
    {
        Assert.SkipUnless(HasCommand("bash") && HasCommand("curl"), "platform: no bash or no curl");
        var readme = Repository.Read("README.md");
        Assert.Contains($"AgentMail__BootstrapKey={Key} dotnet run --project src/Api", readme, StringComparison.Ordinal);
        var paste = FirstMail().Match(readme).Value
            .Replace("http://localhost:5080", app.Anonymous.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace(Key, AgentMailApp.AdminKey, StringComparison.Ordinal);

        var output = await RunAsync(paste);

        Assert.Contains("Subject: Your case 4711", output, StringComparison.Ordinal);
        Assert.Contains("From: Ann Archer <ann@acme.example>", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string script)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var shell = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            await shell.StandardInput.WriteAsync(script.AsMemory(), limit.Token);
            shell.StandardInput.Close();
            var output = await shell.StandardOutput.ReadToEndAsync(limit.Token);
            await shell.WaitForExitAsync(limit.Token);
            return output;
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }
    }

    private static bool HasCommand(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    [GeneratedRegex("(?<=```bash\n)url=.*?(?=```)", RegexOptions.Singleline)]
    private static partial Regex FirstMail();
}
