using AgentMail.Core.Stats;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class EmailCountMapping : IEntityTypeConfiguration<EmailCount>
{
    public void Configure(EntityTypeBuilder<EmailCount> builder)
    {
        builder.ToTable("email_counts").HasKey(c => new { c.TenantId, c.Hour, c.Status, c.ServerId, c.SenderKind, c.SenderId });
        // Of what still waits a few rows are left, from whatever hour.
        builder.HasIndex(c => new { c.TenantId, c.Status }).HasDatabaseName("IX_email_counts_waiting")
            .HasFilter("\"Status\" IN ('scheduled', 'queued', 'sending', 'delayed', 'held', 'uncertain')");
    }
}

internal sealed class EventCountMapping : IEntityTypeConfiguration<EventCount>
{
    public void Configure(EntityTypeBuilder<EventCount> builder) =>
        builder.ToTable("event_counts").HasKey(c => new { c.TenantId, c.Minute, c.Type });
}
