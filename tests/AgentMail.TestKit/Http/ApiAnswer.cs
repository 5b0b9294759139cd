using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentMail.TestKit.Http;

/// <summary>What the API answered, read to the end.</summary>
public sealed record ApiAnswer(int Status, string Text, string? ContentType, HttpResponseHeaders Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Body => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>The problem's <c>code</c>; null when the answer is no problem.</summary>
    public string? Code => ContentType == "application/problem+json" ? Body.GetProperty("code").GetString() : null;

    /// <summary>Pointers and codes of the problem, such as <c>/to/0 not-an-address</c>.</summary>
    public IReadOnlyList<string> Errors => Body.TryGetProperty("errors", out var errors)
        ? [.. errors.EnumerateArray().Select(e => $"{e.GetProperty("pointer").GetString()} {e.GetProperty("code").GetString()}")]
        : [];

    /// <summary>A text member of the body.</summary>
    public string? this[string member] =>
        Body.TryGetProperty(member, out var value) ? value.GetString() : throw new InvalidOperationException($"No '{member}' in {this}");

    public override string ToString() => $"{Status} {Text}";
}
