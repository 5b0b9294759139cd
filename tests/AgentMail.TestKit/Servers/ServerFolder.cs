namespace AgentMail.TestKit.Servers;

/// <summary>A server's private folder below the temporary one, gone with the server.</summary>
internal sealed class ServerFolder : IAsyncDisposable
{
    // Servers run as users of their own and must get in.
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public ServerFolder(string server)
    {
        Path = Directory.CreateTempSubdirectory($"agentmail-{server}-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, Open);
    }

    public string Path { get; }

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public string CreateFolder(string relative) => Directory.CreateDirectory(this[relative]).FullName;

    public string Write(string relative, string text)
    {
        File.WriteAllText(this[relative], text);
        return this[relative];
    }

    /// <summary>The last children of a killed server may still be writing.</summary>
    public async ValueTask DisposeAsync() => await Eventually.TrueAsync(() =>
    {
        Directory.Delete(Path, recursive: true);
        return true;
    });
}
