namespace AgentMail.TestKit.Servers;

/// <summary>A script of <c>tests/node</c> while it runs; what it prints is read line by line. It ends with the test app, however that ends.</summary>
public sealed class NodeProgram : IAsyncDisposable
{
    private readonly ServerFolder _folder;
    private readonly SupervisedProcess _process;
    private readonly string _log;

    private NodeProgram(ServerFolder folder, SupervisedProcess process, string log)
    {
        _folder = folder;
        _process = process;
        _log = log;
    }

    /// <summary>What it has printed by now, in whole lines.</summary>
    public IReadOnlyList<string> Lines => File.ReadAllText(_log).Split('\n')[..^1];

    /// <summary>Starts it, with the packages of <c>tests/node</c> installed.</summary>
    /// <param name="script">Path of the file below <c>tests/node</c>, or an absolute one.</param>
    /// <param name="environment">Variables it gets beside those of the test app.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<NodeProgram> StartAsync(string script, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var packages = await NodePackages.InstalledAsync();
        var folder = new ServerFolder("node");
        var log = folder.Write("output", "");
        return new(folder, SupervisedProcess.Start(log, NodePackages.Node, [Path.Combine(packages, script), .. arguments], environment), log);
    }

    /// <summary>Starts a module given as text, which finds the packages of <c>tests/node</c>.</summary>
    public static async Task<NodeProgram> StartModuleAsync(string name, string text, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        // A module looks for packages upwards from where it lies.
        var folder = Directory.CreateDirectory(Path.Combine(await NodePackages.InstalledAsync(), "node_modules", ".modules"));
        var path = Path.Combine(folder.FullName, $"{name}-{Environment.ProcessId}.mjs");
        await File.WriteAllTextAsync(path, text);
        return await StartAsync(path, environment, arguments);
    }

    /// <summary>Runs it to its end and gives what it printed; fails with that where it ends with another code than 0 or not in time.</summary>
    public static async Task<string> RunAsync(string script, TimeSpan within, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        await using var program = await StartAsync(script, environment, arguments);
        var code = await program.ExitCodeAsync(within);
        var output = await File.ReadAllTextAsync(program._log);
        return code == 0 ? output : throw new InvalidOperationException($"{script} ended with code {code}.\n{output}");
    }

    /// <summary>Waits for a line such as one that says that it is ready.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan within) =>
        (await Eventually.BecomesAsync(() => Lines, lines => lines.Any(wanted), within)).First(wanted);

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan within)
    {
        try
        {
            return await _process.ExitCodeAsync(within);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"The script still runs after {within.TotalSeconds} s. It printed:\n{await File.ReadAllTextAsync(_log)}", error);
        }
    }

    /// <summary>Ends it as a lost connection would: at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }
}
