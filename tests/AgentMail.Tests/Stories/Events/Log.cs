using AgentMail.Core.Events;
using AgentMail.Core.Storage;
using AgentMail.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Tests.Stories.Events;

/// <summary>Puts events into the running application's log as its own writers do, for stories that need many or special ones.</summary>
internal static class Log
{
    public static Task AppendAsync(this AgentMailApp app, params EventDraft[] drafts) =>
        app.Services.GetRequiredService<Database>().WriteAsync((tx, _) =>
        {
            foreach (var draft in drafts)
                tx.Append(draft);
            return Task.CompletedTask;
        });

    public static EventDraft Draft(string type = "email.sent", string? emailId = null, string? agentId = null, string? channelId = null, string data = "{}") =>
        new("default", type, TimeProvider.System.GetUtcNow(), data, emailId, agentId, channelId);
}
