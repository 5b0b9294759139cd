using AgentMail.TestKit.Servers;

namespace AgentMail.TestKit.Installation;

/// <summary>A small file system that only one process and its children see. It takes user namespaces and no privileges.</summary>
public sealed class SmallDisk(string directory, int megabytes)
{
    private const string Mount = """mount -t tmpfs -o size="$1"m tmpfs "$2" && shift 2 && exec "$@" """;

    /// <summary>Whether this machine lets a process have file systems of its own.</summary>
    public static async Task<bool> IsPossibleAsync()
    {
        try
        {
            return (await Shell.TryRunAsync("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt")).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>What to put before a command so that it runs with the disk at the directory.</summary>
    internal IReadOnlyList<string> Prefix => ["unshare", "-rm", "sh", "-c", Mount, "small-disk", $"{megabytes}", directory];

    /// <summary>Leaves no room for anything.</summary>
    public async Task FillAsync(int processId)
    {
        await using var ballast = new FileStream(BallastOf(processId), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1 << 20; size >= 1; size /= 2)
            await FillAsync(ballast, new byte[size]);
    }

    /// <summary>Makes room again.</summary>
    public void Empty(int processId) => File.Delete(BallastOf(processId));

    private static async Task FillAsync(FileStream ballast, byte[] part)
    {
        try
        {
            while (true)
                await ballast.WriteAsync(part);
        }
        catch (IOException)
        {
            // No part of this size fits any more.
        }
    }

    private string BallastOf(int processId) => $"/proc/{processId}/root{directory}/ballast";
}
