using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.Tests.Stories.Api;

/// <summary>A contact centre to tell stories about: agents ann and ben, channels support (ann's) and sales, everything into the sandbox.</summary>
internal static class AcmeTenant
{
    public static async Task SetUpAsync(AgentMailApp app)
    {
        await DoneAsync(app.Admin.PutAsync("/v1/channels/support", """{"name": "Support", "address": "support@acme.example"}"""));
        await DoneAsync(app.Admin.PutAsync("/v1/channels/sales", """{"name": "Sales", "address": "sales@acme.example"}"""));
        await DoneAsync(app.Admin.PutAsync("/v1/agents/ann", """{"displayName": "Ann", "channels": ["support"]}"""));
        await DoneAsync(app.Admin.PutAsync("/v1/agents/ben", """{"displayName": "Ben"}"""));
        await DoneAsync(app.Admin.PutAsync("/v1/agents/ann/profile", """{"workplaceEmail": "ann@acme.example"}"""));
        await DoneAsync(app.Admin.PutAsync("/v1/agents/ben/profile", """{"workplaceEmail": "ben@acme.example"}"""));
    }

    public static string Mail(string agentId, string more = "") =>
        $$"""{"sender": {"agentId": "{{agentId}}"}, "to": ["bob@example.net"], "subject": "Hello", "text": "Hello Bob"{{more}}}""";

    public static async Task<string> SendAsync(HttpClient client, string body)
    {
        var answer = await client.PostAsync("/v1/emails", body);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer["id"]!;
    }

    private static async Task DoneAsync(Task<ApiAnswer> call)
    {
        var answer = await call;
        Assert.True(answer.Status is 200 or 201, answer.ToString());
    }
}
