namespace AgentMail.CrashPoints;

/// <summary>What a test tells a running program to do at which place. A file, so that it can be told at any time.</summary>
public sealed class CrashOrders
{
    internal const string Variable = "AGENTMAIL_TEST_CRASH_ORDERS";
    internal const string DieWord = "die";
    internal const string HoldWord = "hold";

    private readonly string _file;

    private CrashOrders(string file) => _file = file;

    /// <summary>To start the program with.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(CrashOrders).Assembly.Location,
        [Variable] = _file,
    };

    /// <summary>Places at which it died or stands still, in order.</summary>
    public IReadOnlyList<CrashPoint> Reached =>
        File.Exists(ReachedBy(_file)) ? [.. File.ReadAllLines(ReachedBy(_file)).Select(Enum.Parse<CrashPoint>)] : [];

    /// <summary>Orders for one process; none so far.</summary>
    public static CrashOrders InNewFile(string folder)
    {
        var file = Path.Combine(folder, $"{Path.GetRandomFileName()}.orders");
        File.WriteAllText(file, "");
        return new(file);
    }

    /// <summary>The next time it comes there it kills itself by SIGKILL.</summary>
    public void Die(CrashPoint point) => Give(DieWord, point);

    /// <summary>The next time it comes there it goes no further: the thread that came there, not the others.</summary>
    public void Hold(CrashPoint point) => Give(HoldWord, point);

    internal static string ReachedBy(string file) => file + ".reached";

    private void Give(string word, CrashPoint point) => File.AppendAllText(_file, $"{word} {point}\n");
}
