namespace AgentMail.TestKit.Deployment;

/// <summary>The files of the folder <c>deploy</c>, where the tests were built from.</summary>
public static class MonitoringFiles
{
    private const string Folder = "deploy";

    public static Dashboard Dashboard => new(Read("grafana/dashboards/agentmail.json"));

    public static string PathOf(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Folder, relative);
            if (Path.Exists(path))
                return path;
        }
        throw new FileNotFoundException($"No {Folder}/{relative} above {AppContext.BaseDirectory}.");
    }

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));
}
