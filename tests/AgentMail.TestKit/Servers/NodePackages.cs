using System.Diagnostics;
using System.Security.Cryptography;

namespace AgentMail.TestKit.Servers;

/// <summary>The packages of <c>tests/node</c>, got from the registry once per checkout, however many test apps ask for them.</summary>
internal static class NodePackages
{
    private const string Stamp = "node_modules/.agentmail";

    // What is slow is a registry; others wait for as long as that may take.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static readonly Lazy<string> Folder = new(Find);
    private static readonly SemaphoreSlim Turn = new(1);

    public static string Node => Executable("node", "nodejs");

    /// <summary>The folder, with the packages in it.</summary>
    public static async Task<string> InstalledAsync()
    {
        await Turn.WaitAsync();
        try
        {
            await using var held = await LockAsync(Path.Combine(Folder.Value, ".npm-ci.lock"));
            var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder.Value, "package-lock.json"))));
            var stamp = Path.Combine(Folder.Value, Stamp);
            if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
            {
                await Shell.RunAsync(
                    Executable("npm", "npm"), Deadline, "ci", "--prefix", Folder.Value, "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier");
                await File.WriteAllTextAsync(stamp, wanted);
            }
            return Folder.Value;
        }
        finally
        {
            Turn.Release();
        }
    }

    // Another test app may be at it.
    private static async Task<FileStream> LockAsync(string path)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < Deadline)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private static string Executable(string name, string package) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{package} is not installed: ./test installs it, or apt-get install nodejs npm");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "tests", "node");
            if (File.Exists(Path.Combine(path, "package-lock.json")))
                return path;
        }
        throw new DirectoryNotFoundException($"No tests/node above {AppContext.BaseDirectory}.");
    }
}
