using System.Text.Json;
using AgentMail.Api.Auth;
using AgentMail.Core.Emails;
using AgentMail.Core.Json;
using AgentMail.Core.Storage;

namespace AgentMail.Api.Emails;

/// <summary>A query for what a caller asks to see and may see.</summary>
internal static class EmailFilter
{
    public static IQueryable<Email> Of(AgentMailDb db, string tenantId, EmailQuery query, AgentScope scope)
    {
        var emails = db.Emails.Where(e => e.TenantId == tenantId);
        if (scope.AgentId is { } own)
            emails = emails.Where(e => e.AgentId == own || (e.SenderKind == SenderKind.Channel && scope.Channels.Contains(e.SenderId)));
        if (query.Status is { } status)
            emails = emails.Where(e => e.Status == status);
        if (query.AgentId is { } agentId)
            emails = emails.Where(e => e.AgentId == agentId);
        if (query.ChannelId is { } channelId)
            emails = emails.Where(e => e.SenderKind == SenderKind.Channel && e.SenderId == channelId);
        if (query.Since is { } since)
            emails = emails.Where(e => e.CreatedAt >= since);
        if (query.Until is { } until)
            emails = emails.Where(e => e.CreatedAt < until);
        return WithTag(WithRecipient(emails, query.Recipient), query.Tag);
    }

    private static IQueryable<Email> WithRecipient(IQueryable<Email> emails, EmailAddress? recipient)
    {
        if (recipient is null)
            return emails;
        var key = recipient.Key;
        return emails.Where(e => e.Recipients.Any(r => r.AddressKey == key));
    }

    private static IQueryable<Email> WithTag(IQueryable<Email> emails, string? tag)
    {
        if (tag is null)
            return emails;
        // Tags are one JSON array in one column.
        var item = JsonSerializer.Serialize(tag, AgentMailJson.Options);
        return emails.Where(e => ((string)(object)e.Tags).Contains(item));
    }
}
