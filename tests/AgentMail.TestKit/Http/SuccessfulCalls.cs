using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentMail.TestKit.Http;

/// <summary>Calls for stories in which the call itself is not the point: objects as bodies, and anything but success fails the test.</summary>
public static class SuccessfulCalls
{
    public static async Task<JsonNode> PutAsync(this HttpClient client, string path, object body) =>
        Content(await client.PutAsync(path, JsonSerializer.Serialize(body)), path);

    public static async Task<JsonNode> PostAsync(this HttpClient client, string path, object body) =>
        Content(await client.PostAsync(path, JsonSerializer.Serialize(body)), path);

    /// <summary>Waits until the email has this status.</summary>
    public static Task<JsonNode> WaitForStatusAsync(this HttpClient client, string emailId, string status, TimeSpan? within = null) =>
        Eventually.BecomesAsync(
            async () => Content(await client.ReadAsync($"/v1/emails/{emailId}"), emailId), email => (string?)email["status"] == status,
            within ?? TimeSpan.FromSeconds(30));

    private static JsonNode Content(ApiAnswer answer, string path) => answer.Status is >= 200 and < 300
        ? answer.Text.Length == 0 ? new JsonObject() : JsonNode.Parse(answer.Text)!
        : throw new HttpRequestException($"{path} answered {answer}");
}
