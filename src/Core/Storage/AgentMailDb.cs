using AgentMail.Core.Agents;
using AgentMail.Core.Audit;
using AgentMail.Core.Channels;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Configuration;
using AgentMail.Core.Hosting;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Stats;
using AgentMail.Core.Templates;
using AgentMail.Core.Tenants;
using AgentMail.Core.TestEmails;
using AgentMail.Core.Webhooks;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Storage;

/// <summary>The one model; <see cref="SqliteDb"/> and <see cref="PostgresDb"/> carry a migration set each.</summary>
public abstract class AgentMailDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<OutboundServer> Servers => Set<OutboundServer>();

    public DbSet<Channel> Channels => Set<Channel>();

    public DbSet<Agent> Agents => Set<Agent>();

    public DbSet<AgentProfile> Profiles => Set<AgentProfile>();

    public DbSet<Signature> Signatures => Set<Signature>();

    public DbSet<Template> Templates => Set<Template>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<Email> Emails => Set<Email>();

    public DbSet<EmailRecipient> Recipients => Set<EmailRecipient>();

    public DbSet<EmailBody> Bodies => Set<EmailBody>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<LaneRow> Lanes => Set<LaneRow>();

    public DbSet<LaneSend> LaneSends => Set<LaneSend>();

    public DbSet<WorkerRow> Workers => Set<WorkerRow>();

    public DbSet<InstallationRow> Installations => Set<InstallationRow>();

    public DbSet<TypedValuesRow> TypedValues => Set<TypedValuesRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<EventCounter> EventCounters => Set<EventCounter>();

    public DbSet<SinkCursor> SinkCursors => Set<SinkCursor>();

    public DbSet<Webhook> Webhooks => Set<Webhook>();

    public DbSet<WebhookLane> WebhookLanes => Set<WebhookLane>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<EmailCount> EmailCounts => Set<EmailCount>();

    public DbSet<EventCount> EventCounts => Set<EventCount>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        Conventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AgentMailDb).Assembly);
    }
}
