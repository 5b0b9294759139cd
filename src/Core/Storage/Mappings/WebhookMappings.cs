using AgentMail.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder) => builder.ToTable("webhooks").HasKey(w => new { w.TenantId, w.Id });
}

internal sealed class WebhookLaneMapping : IEntityTypeConfiguration<WebhookLane>
{
    public void Configure(EntityTypeBuilder<WebhookLane> builder) => builder.ToTable("webhook_lanes").HasKey(l => new { l.TenantId, l.WebhookId });
}

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries").HasKey(d => d.Id);
        builder.HasIndex(d => new { d.TenantId, d.WebhookId, d.Id });
        // An event that is read twice by the sink is delivered once.
        builder.HasIndex(d => new { d.TenantId, d.WebhookId, d.EventNumber }).IsUnique().HasFilter("\"EventNumber\" IS NOT NULL");
        builder.HasIndex(d => new { d.TenantId, d.WebhookId, d.NextAttemptAt }).HasFilter("\"NextAttemptAt\" IS NOT NULL");
        builder.HasIndex(d => d.FinishedAt).HasFilter("\"FinishedAt\" IS NOT NULL");
    }
}
