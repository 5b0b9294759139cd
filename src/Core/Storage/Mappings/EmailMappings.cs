using AgentMail.Core.Emails;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class EmailMapping : IEntityTypeConfiguration<Email>
{
    public void Configure(EntityTypeBuilder<Email> builder)
    {
        builder.ToTable("emails").HasKey(e => e.Id);
        builder.HasMany(e => e.Recipients).WithOne().HasForeignKey(r => r.EmailId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(e => new { e.TenantId, e.Id });
        // What a lane and the sweeper ask for: only rows with something to do, which stay few.
        builder.HasIndex(e => new { e.Lane, e.NextActionAt }).HasFilter("\"NextActionAt\" IS NOT NULL");
        builder.HasIndex(e => e.NextActionAt).HasFilter("\"NextActionAt\" IS NOT NULL");
        builder.HasIndex(e => new { e.TenantId, e.Status, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.AgentId, e.Id }).HasFilter("\"AgentId\" IS NOT NULL");
        // What nobody acts on until something changes, and what nobody would ever act on: both asked for all the time, both nearly empty.
        builder.HasIndex(e => new { e.SenderKind, e.SenderId }).HasDatabaseName("IX_emails_held").HasFilter("\"Status\" = 'held'");
        // What retention asks for: first the message goes, then the row.
        builder.HasIndex(e => new { e.TenantId, e.SettledAt }, "IX_emails_settled").HasFilter("\"SettledAt\" IS NOT NULL AND \"BodyRemovedAt\" IS NULL");
        builder.HasIndex(e => new { e.TenantId, e.SettledAt }, "IX_emails_without_body").HasFilter("\"BodyRemovedAt\" IS NOT NULL");
        builder.HasIndex(e => e.Status).HasDatabaseName("IX_emails_unaccounted")
            .HasFilter("\"NextActionAt\" IS NULL AND \"Status\" IN ('queued', 'sending', 'delayed')");
    }
}

internal sealed class EmailRecipientMapping : IEntityTypeConfiguration<EmailRecipient>
{
    public void Configure(EntityTypeBuilder<EmailRecipient> builder)
    {
        builder.ToTable("email_recipients").HasKey(r => new { r.EmailId, r.Ordinal });
        builder.HasIndex(r => new { r.AddressKey, r.EmailId });
    }
}

internal sealed class EmailBodyMapping : IEntityTypeConfiguration<EmailBody>
{
    public void Configure(EntityTypeBuilder<EmailBody> builder)
    {
        builder.ToTable("email_bodies").HasKey(b => b.EmailId);
        builder.HasOne<Email>().WithOne().HasForeignKey<EmailBody>(b => b.EmailId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class IdempotencyRecordMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_records").HasKey(r => new { r.TenantId, r.Key });
        builder.HasIndex(r => r.ExpiresAt);
    }
}
