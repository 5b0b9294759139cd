namespace AgentMail.TestKit.Servers;

/// <summary>Programs of Debian packages, found where Debian puts them.</summary>
internal static class Installed
{
    /// <summary>The highest version where the folder name carries one.</summary>
    public static string Find(string package, string folder, string versions, string program)
        => (Directory.Exists(folder) ? Directory.GetDirectories(folder, versions) : [])
            .Order(StringComparer.Ordinal).Reverse()
            .Select(version => Path.Combine(version, program))
            .FirstOrDefault(File.Exists) ?? throw Missing(package);

    public static string Find(string package, string program)
        => File.Exists(program) ? program : throw Missing(package);

    private static InvalidOperationException Missing(string package)
        => new($"No container engine answers and {package} is not installed: ./test installs it, or apt-get install {package}");
}
