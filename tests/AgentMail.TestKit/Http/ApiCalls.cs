using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace AgentMail.TestKit.Http;

/// <summary>Calls of the API in the words of a story: a path, a body as it is sent, an answer.</summary>
public static class ApiCalls
{
    public static Task<ApiAnswer> ReadAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Get, path, body: null);

    public static Task<ApiAnswer> PutAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Put, path, Json(json), headers);

    public static Task<ApiAnswer> PostAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Post, path, Json(json), headers);

    public static Task<ApiAnswer> RemoveAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.CallAsync(HttpMethod.Delete, path, body: null, headers);

    public static async Task<ApiAnswer> CallAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? body, (string Name, string Value)[]? headers = null, CancellationToken? ct = null)
    {
        var token = ct ?? TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        // A live stream has no end; that it begins is the answer.
        var text = mediaType == EventStreamClient.MediaType ? "" : await response.Content.ReadAsStringAsync(token);
        return new ApiAnswer((int)response.StatusCode, text, mediaType, response.Headers);
    }

    /// <summary>A body of these octets, called JSON.</summary>
    public static HttpContent Octets(byte[] octets, string mediaType = "application/json") =>
        new ByteArrayContent(octets) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
