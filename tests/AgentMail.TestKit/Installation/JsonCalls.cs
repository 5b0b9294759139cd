using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AgentMail.TestKit.Installation;

/// <summary>Calls to the API as a CRM makes them: a path, a JSON body, a status, a JSON answer.</summary>
public static class JsonCalls
{
    public static async Task<JsonNode> PutAsync(this HttpClient client, string path, object body) =>
        await ReadAsync(await client.PutAsJsonAsync(path, body));

    public static async Task<JsonNode> PostAsync(this HttpClient client, string path, object body) =>
        await ReadAsync(await client.PostAsJsonAsync(path, body));

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path) =>
        await ReadAsync(await client.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Waits until the email has this status.</summary>
    public static async Task<JsonNode> WaitForStatusAsync(this HttpClient client, string emailId, string status, TimeSpan? within = null) =>
        await Eventually.BecomesAsync(
            () => client.GetJsonAsync($"/v1/emails/{emailId}"), email => (string?)email["status"] == status, within ?? TimeSpan.FromSeconds(30));

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode)
                throw new HttpRequestException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}: {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        }
    }
}
