using AgentMail.Core.Configuration;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Stats;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;

namespace AgentMail.Core.Retention;

/// <summary>What retention asks for, the oldest first. Each is answered from an index, because it is asked for every tenant all the time.</summary>
internal static class RetentionQueries
{
    /// <summary>Emails whose message goes. Only an email that came to an end has that time, so no other is ever touched.</summary>
    public static IQueryable<Email> WithBody(AgentMailDb db, string tenantId, DateTimeOffset before) => db.Emails
        .Where(e => e.TenantId == tenantId && e.SettledAt != null && e.SettledAt < before && e.BodyRemovedAt == null)
        .OrderBy(e => e.SettledAt);

    /// <summary>Emails that go whole. Their idempotency record lives as long as their time asks for, and refers to them.</summary>
    public static IQueryable<Email> WithoutBody(AgentMailDb db, string tenantId, DateTimeOffset before, DateTimeOffset keysBefore) => db.Emails
        .Where(e => e.TenantId == tenantId && e.BodyRemovedAt != null && e.SettledAt < before && (e.ScheduledAt ?? e.CreatedAt) < keysBefore)
        .OrderBy(e => e.SettledAt);

    /// <summary>A tenant's part of the log.</summary>
    public static IQueryable<EventRow> Events(AgentMailDb db, string tenantId) => db.Events.Where(e => e.TenantId == tenantId).OrderBy(e => e.Number);

    /// <summary>Counts of emails that came to an end, by the hour in which those were accepted. What still waits is counted whatever its age.</summary>
    public static IQueryable<EmailCount> EmailCounts(AgentMailDb db, string tenantId, DateTimeOffset before) => db.EmailCounts
        .Where(c => c.TenantId == tenantId && c.Hour < before && CountedStatuses.Final.Contains(c.Status)).OrderBy(c => c.Hour);

    /// <summary>Counts of events.</summary>
    public static IQueryable<EventCount> EventCounts(AgentMailDb db, string tenantId, DateTimeOffset before) => db.EventCounts
        .Where(c => c.TenantId == tenantId && c.Minute < before).OrderBy(c => c.Minute);

    /// <summary>Deliveries to one webhook that were created before a time; ids sort by it. One that a person asked for since still waits.</summary>
    public static IQueryable<WebhookDelivery> Deliveries(AgentMailDb db, string tenantId, string webhookId, DateTimeOffset before)
    {
        var beforeId = WebhookDeliveryId.First(before);
        return db.WebhookDeliveries
            .Where(d => d.TenantId == tenantId && d.WebhookId == webhookId && d.Id.CompareTo(beforeId) < 0 && (d.FinishedAt != null || d.DueSince < before)).OrderBy(d => d.Id);
    }

    /// <summary>The webhook after <paramref name="last"/> of those that have deliveries.</summary>
    public static IQueryable<string> NextEndpoint(AgentMailDb db, string tenantId, string last) => db.WebhookDeliveries
        .Where(d => d.TenantId == tenantId && d.WebhookId.CompareTo(last) > 0).OrderBy(d => d.WebhookId).Select(d => d.WebhookId);

    /// <summary>Idempotency records that no repeat is answered from any more.</summary>
    public static IQueryable<IdempotencyRecord> Keys(AgentMailDb db, DateTimeOffset before) => db.IdempotencyRecords
        .Where(r => r.ExpiresAt < before).OrderBy(r => r.ExpiresAt);

    /// <summary>Operations that ended so, and long enough ago; ids sort by time.</summary>
    public static IQueryable<Operation> Operations(AgentMailDb db, OperationStatus ended, string beforeId, DateTimeOffset before) => db.Operations
        .Where(o => o.Status == ended && o.Id.CompareTo(beforeId) < 0 && o.CompletedAt < before).OrderBy(o => o.Id);
}
