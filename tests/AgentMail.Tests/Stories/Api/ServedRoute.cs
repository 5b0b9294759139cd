using System.Text.Json;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>One operation of the served OpenAPI document.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">As in the document, with <c>{id}</c>.</param>
/// <param name="Roles">Who may call, by its description; empty = anybody.</param>
/// <param name="Example">The example of its body.</param>
/// <param name="PathExamples">Examples of its path parameters.</param>
/// <param name="Problems">Statuses of the problems it names.</param>
internal sealed record ServedRoute(
    string Method, string Path, IReadOnlyList<string> Roles, string? Example, IReadOnlyDictionary<string, string> PathExamples, IReadOnlyList<int> Problems)
{
    private const string RolesWord = "Roles: ";

    public bool IsOperators => Roles is ["operator"];

    public static async Task<IReadOnlyList<ServedRoute>> AllAsync(AgentMailApp app)
    {
        var document = (await app.Anonymous.ReadAsync("/swagger/v1/swagger.json")).Body;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               where path.Name.StartsWith("/v1", StringComparison.Ordinal)
               from operation in path.Value.EnumerateObject()
               select Read(path.Name, operation),
        ];
    }

    /// <summary>The path with ids put in: those given, else the document's own examples.</summary>
    public string Fill(params (string Name, string Value)[] ids)
    {
        var path = Path;
        foreach (var (name, value) in ids.Concat(PathExamples.Select(e => (e.Key, e.Value))))
            path = path.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return path;
    }

    public Task<ApiAnswer> CallAsync(HttpClient client, string path) => client.CallAsync(
        new HttpMethod(Method), path, Example is null ? null : new StringContent(Example, System.Text.Encoding.UTF8, "application/json"));

    public override string ToString() => $"{Method} {Path}";

    private static ServedRoute Read(string path, JsonProperty operation)
    {
        var description = operation.Value.TryGetProperty("description", out var text) ? text.GetString()! : "";
        var at = description.IndexOf(RolesWord, StringComparison.Ordinal);
        var parameters = operation.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
        return new(
            operation.Name.ToUpperInvariant(), path, at < 0 ? [] : description[(at + RolesWord.Length)..].TrimEnd('.').Split(", "),
            ExampleOf(operation.Value),
            parameters.Where(p => p.TryGetProperty("example", out _)).ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("example").GetString()!),
            [.. operation.Value.GetProperty("responses").EnumerateObject().Select(r => int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture)).Where(s => s >= 400)]);
    }

    private static string? ExampleOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out var example)
            ? example.GetRawText()
            : null;
}
