using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class OutboundServerMapping : IEntityTypeConfiguration<OutboundServer>
{
    public void Configure(EntityTypeBuilder<OutboundServer> builder) =>
        builder.ToTable("servers").HasKey(s => new { s.TenantId, s.Id });
}

internal sealed class ChannelMapping : IEntityTypeConfiguration<Channel>
{
    public void Configure(EntityTypeBuilder<Channel> builder)
    {
        builder.ToTable("channels").HasKey(c => new { c.TenantId, c.Id });
        builder.HasIndex(c => new { c.TenantId, c.ServerId });
    }
}

internal sealed class AgentMapping : IEntityTypeConfiguration<Agent>
{
    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        builder.ToTable("agents").HasKey(a => new { a.TenantId, a.Id });
        builder.HasIndex(a => new { a.TenantId, a.ServerId });
    }
}

internal sealed class AgentProfileMapping : IEntityTypeConfiguration<AgentProfile>
{
    public void Configure(EntityTypeBuilder<AgentProfile> builder) =>
        builder.ToTable("agent_profiles").HasKey(p => new { p.TenantId, p.AgentId });
}

internal sealed class SignatureMapping : IEntityTypeConfiguration<Signature>
{
    public void Configure(EntityTypeBuilder<Signature> builder) =>
        builder.ToTable("signatures").HasKey(s => new { s.TenantId, s.OwnerKind, s.OwnerId, s.Id });
}

internal sealed class TemplateMapping : IEntityTypeConfiguration<Template>
{
    public void Configure(EntityTypeBuilder<Template> builder) =>
        builder.ToTable("templates").HasKey(t => new { t.TenantId, t.Id });
}
