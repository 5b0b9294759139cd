using AgentMail.Core.Delivery;
using AgentMail.Core.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class LaneMapping : IEntityTypeConfiguration<LaneRow>
{
    public void Configure(EntityTypeBuilder<LaneRow> builder)
    {
        builder.ToTable("lanes").HasKey(l => l.Key);
        builder.HasIndex(l => l.TenantId);
        // Of a million mailboxes a few thousand are at work.
        builder.HasIndex(l => l.Owner).HasFilter("\"Owner\" IS NOT NULL");
    }
}

internal sealed class WorkerMapping : IEntityTypeConfiguration<WorkerRow>
{
    public void Configure(EntityTypeBuilder<WorkerRow> builder) => builder.ToTable("workers").HasKey(w => w.Id);
}

internal sealed class LaneSendMapping : IEntityTypeConfiguration<LaneSend>
{
    public void Configure(EntityTypeBuilder<LaneSend> builder) =>
        builder.ToTable("lane_sends").HasKey(s => new { s.Lane, s.At, s.EmailId });
}

internal sealed class EventMapping : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events").HasKey(e => e.Number);
        builder.Property(e => e.Number).ValueGeneratedNever();
        builder.HasIndex(e => new { e.TenantId, e.Number });
        builder.HasIndex(e => new { e.EmailId, e.Number });
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
