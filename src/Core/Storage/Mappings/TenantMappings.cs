using AgentMail.Core.Audit;
using AgentMail.Core.Configuration;
using AgentMail.Core.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class TenantMapping : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder) => builder.ToTable("tenants").HasKey(t => t.Id);
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys").HasKey(k => new { k.TenantId, k.Id });
        builder.HasIndex(k => k.Hash).IsUnique();
    }
}

internal sealed class OperationMapping : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        builder.ToTable("operations").HasKey(o => o.Id);
        builder.HasIndex(o => new { o.Status, o.Id });
        builder.HasIndex(o => new { o.TenantId, o.Id });
    }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries").HasKey(a => a.Id);
        builder.HasIndex(a => new { a.TenantId, a.Id });
    }
}
