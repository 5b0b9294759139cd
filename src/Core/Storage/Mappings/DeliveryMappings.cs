using AgentMail.Core.Delivery;
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
