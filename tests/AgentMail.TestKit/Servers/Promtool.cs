namespace AgentMail.TestKit.Servers;

/// <summary>What checks files of Prometheus, from the same package as it.</summary>
public static class Promtool
{
    /// <summary>Fails with its words where they are wrong.</summary>
    public static Task RunAsync(params string[] arguments) => Shell.RunAsync(Installed.Find("prometheus", "/usr/bin/promtool"), arguments);
}
