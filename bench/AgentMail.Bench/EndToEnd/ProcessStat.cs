using System.Globalization;
using System.Text;

namespace AgentMail.Bench.EndToEnd;

/// <summary>A line of /proc/PID/stat, as far as it matters here (proc(5)).</summary>
internal sealed record ProcessStat(int Id, int ParentId, long CpuTicks, long ResidentBytes)
{
    public static IEnumerable<ProcessStat> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0])).Select(name => Of(int.Parse(name!, CultureInfo.InvariantCulture))).OfType<ProcessStat>();

    /// <summary>Null when the process is gone.</summary>
    public static ProcessStat? Of(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The name, in brackets, may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(id, (int)Field(fields, 4), Enumerable.Range(14, 4).Sum(n => Field(fields, n)), Field(fields, 24) * Environment.SystemPageSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Program and first argument.</summary>
    public string[] CommandLine()
    {
        try
        {
            var words = File.ReadAllText($"/proc/{Id}/cmdline", Encoding.UTF8).Split('\0');
            // A server that shows its state there writes it as one text: "postgres: walwriter".
            return words is [var program, var argument, ..] ? [program.Split(' ', ':')[0], argument] : [];
        }
        catch (IOException)
        {
            return [];
        }
    }

    // Counted from 1, as the manual does; the first two stand before the bracket.
    private static long Field(string[] fields, int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
}
