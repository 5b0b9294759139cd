using AgentMail.Core.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class EventMapping : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events").HasKey(e => e.Number);
        builder.Property(e => e.Number).ValueGeneratedNever();
        builder.HasIndex(e => new { e.TenantId, e.Number });
        builder.HasIndex(e => new { e.EmailId, e.Number });
        // The three that nearly all are of are found quickly without it, and cost nothing here.
        builder.HasIndex(e => new { e.TenantId, e.Type, e.Number }).HasDatabaseName("IX_events_rare")
            .HasFilter("\"Type\" <> 'email.queued' AND \"Type\" <> 'email.sending' AND \"Type\" <> 'email.sent'");
        builder.HasIndex(e => new { e.TenantId, e.AgentId, e.Number }).HasFilter("\"AgentId\" IS NOT NULL");
        builder.HasIndex(e => new { e.TenantId, e.ChannelId, e.Number }).HasFilter("\"ChannelId\" IS NOT NULL");
    }
}

internal sealed class EventCounterMapping : IEntityTypeConfiguration<EventCounter>
{
    public void Configure(EntityTypeBuilder<EventCounter> builder)
    {
        builder.ToTable("event_counter").HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasData(new EventCounter { Id = 1, Last = 0 });
    }
}

internal sealed class SinkCursorMapping : IEntityTypeConfiguration<SinkCursor>
{
    public void Configure(EntityTypeBuilder<SinkCursor> builder) =>
        builder.ToTable("sink_cursors").HasKey(c => c.Sink);
}
