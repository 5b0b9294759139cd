using AgentMail.Core.Hosting;
using AgentMail.Core.TestEmails;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AgentMail.Core.Storage.Mappings;

internal sealed class InstallationMapping : IEntityTypeConfiguration<InstallationRow>
{
    public void Configure(EntityTypeBuilder<InstallationRow> builder)
    {
        builder.ToTable("installation").HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
    }
}

internal sealed class TypedValuesMapping : IEntityTypeConfiguration<TypedValuesRow>
{
    public void Configure(EntityTypeBuilder<TypedValuesRow> builder) => builder.ToTable("typed_values").HasKey(v => v.Id);
}
