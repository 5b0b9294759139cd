using System.Net.Http.Headers;

namespace AgentMail.TestKit.Installation;

/// <summary>Clients of an API in a process of its own.</summary>
internal static class ApiClients
{
    public static HttpClient WithKey(Uri address, string key) => new()
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public static async Task<bool> IsReadyAsync(this HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
