using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentMail.Tests.Docs;

/// <summary>One request of a <c>.http</c> file, variables still in it; later ones refer to its answer by its name.</summary>
internal sealed record FileRequest(
    string Title, string? Name, int Expected, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string? Body);

/// <summary>Reads the syntax that Visual Studio and REST Client share: <c>@variable</c>, <c>###</c>, <c># @name</c>, headers, empty line, body.</summary>
internal static partial class RequestsFile
{
    public static IReadOnlyDictionary<string, string> Variables(string text) =>
        Variable().Matches(text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value.Trim());

    public static IReadOnlyList<FileRequest> Requests(string text) => [.. text.Split("\n###").Skip(1).Select(Read)];

    private static FileRequest Read(string block)
    {
        var lines = block.Split('\n');
        var comments = lines.Skip(1).TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')).ToList();
        var request = lines[(1 + comments.Count)..];
        var head = request.TakeWhile(line => line.Length > 0).ToList();
        var body = string.Join('\n', request[head.Count..]).Trim();
        var (method, url) = Split(head[0], ' ');
        return new(
            lines[0].Trim(), After(comments, "@name "), int.Parse(After(comments, "expect ") ?? "0", CultureInfo.InvariantCulture), method, url,
            [.. head.Skip(1).Select(line => Split(line, ':'))], body.Length > 0 ? body : null);
    }

    private static string? After(List<string> comments, string word) => comments.Find(c => c.StartsWith(word, StringComparison.Ordinal))?[word.Length..].Trim();

    private static (string, string) Split(string line, char at) => (line[..line.IndexOf(at, StringComparison.Ordinal)], line[(line.IndexOf(at, StringComparison.Ordinal) + 1)..].Trim());

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
