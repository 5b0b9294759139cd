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

    /// <summary>Removes a part of it.</summary>
    public Task RemoveFolderAsync(string relative) => RemoveAsync(this[relative]);

    public async ValueTask DisposeAsync() => await RemoveAsync(Path);

    // The last children of a killed server may still be writing.
    private static Task RemoveAsync(string path) => Eventually.TrueAsync(() =>
    {
        Directory.Delete(path, recursive: true);
        return true;
    });
}
