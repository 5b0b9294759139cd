using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;

namespace AgentMail.Core.Notices;

/// <summary>The variables of the notices' templates. What servers and callers said is in them as text, and rendered escaped.</summary>
internal static class NoticeValues
{
    public static Dictionary<string, JsonElement> Of(Email email) => new(StringComparer.Ordinal)
    {
        ["email"] = Json(new
        {
            id = email.Id,
            subject = email.Subject,
            from = email.From,
            messageId = email.InternetMessageId,
            createdAt = email.CreatedAt,
        }),
        ["recipients"] = Json(email.Recipients.Where(r => r.Status == EmailStatus.Failed).Select(r => new { address = r.Address, reply = r.Smtp?.ToString() })),
        ["reason"] = Json(email.LastError?.Hint),
        ["reply"] = Json(email.LastError?.Reply?.ToString()),
    };

    public static Dictionary<string, JsonElement> Of(IdentityPausedData paused, DateTimeOffset at) => new(StringComparer.Ordinal)
    {
        ["identity"] = Json(new { kind = paused.Sender.Kind, id = paused.Sender.Id, address = paused.Sender.Address, account = paused.Override ? "own" : "shared" }),
        ["pausedAt"] = Json(at),
        ["reason"] = Json(paused.Error.Hint),
        ["reply"] = Json(paused.Smtp is { } smtp ? new SmtpReply(smtp.Code, smtp.EnhancedCode, smtp.Reply).ToString() : null),
    };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, AgentMailJson.Options);
}
