namespace AgentMail.TestKit.Servers;

/// <summary>A script that Debian's Python runs, with the packages that <c>./test</c> installs; what it prints is read line by line. It ends with the test app, however that ends.</summary>
public sealed class PythonProgram : IAsyncDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    private readonly ServerFolder _folder;
    private readonly SupervisedProcess _process;
    private readonly string _log;

    private PythonProgram(ServerFolder folder, SupervisedProcess process, string log) => (_folder, _process, _log) = (folder, process, log);

    /// <summary>What it has printed by now, in whole lines.</summary>
    public IReadOnlyList<string> Lines => File.ReadAllText(_log).Split('\n')[..^1];

    /// <summary>Starts a script given as text.</summary>
    public static PythonProgram Start(string text, IReadOnlyDictionary<string, string> environment)
    {
        var folder = new ServerFolder("python");
        var log = folder.Write("output", "");
        return new(folder, SupervisedProcess.Start(log, Interpreter, [folder.Write("script.py", text)], environment), log);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }
}
