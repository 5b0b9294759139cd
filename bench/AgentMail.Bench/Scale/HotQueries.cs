using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Identities;
using AgentMail.Core.Retention;
using AgentMail.Core.Storage;
using AgentMail.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.Bench.Scale;

/// <summary>What is asked of the database all the time, through the services that ask it.</summary>
internal static class HotQueries
{
    private const string Tenant = "t7";

    private static readonly CancellationToken Ct = CancellationToken.None;

    public static IEnumerable<HotQuery> Of(ScaleHost host, Sending sending)
    {
        var (due, lanes, store, database) = (host.Get<DueWork>(), host.Get<LaneStore>(), host.Get<DeliveryStore>(), host.Get<Database>());
        var (retention, events, identities) = (host.Get<RetentionStore>(), host.Get<EventLog>(), host.Get<IdentityCache>());
        yield return new("every second, each worker: lanes with mail due", () => due.LanesAsync(Filling.Worker(1), 200, Ct));
        yield return new("every second, each worker: held mail to release", () => due.ReleaseHeldAsync(500, Ct));
        yield return new("every second, each worker: changes to apply", () => host.Get<Core.Configuration.ConfigurationApplier>().PendingAsync(50, Ct));
        yield return new("every 8 s, each worker: renew its leases", () => lanes.RenewAsync(Filling.Worker(1), Ct));
        yield return new("every 15 s, each process: unaccounted", () => host.Get<EmailAccounting>().UnaccountedAsync(Ct));
        yield return new("every 10 s, each process: what is due and untouched", () => host.Get<DueMail>().ReadAsync(null, Ct));
        yield return new("every 10 s, each process: how far sinks are", () => ActivatorUtilities.CreateInstance<SinkWatch>(host.Services).ReadAsync(Ct));
        yield return new("per tenant and look: messages to remove", () => retention.RemoveBodiesAsync(new(Tenant, 30, 90), 200, Ct));
        yield return new("per tenant and look: events to remove", () => retention.RemoveEventsAsync(new(Tenant, 30, 90), 200, Ct));
        yield return new("per tenant and look: emails to remove", () => retention.RemoveEmailsAsync(new(Tenant, 30, 90), 200, Ct));
        yield return new("batch of 200 messages removed", () => retention.RemoveBodiesAsync(sending.NextTenant(), 200, Ct));
        yield return new("per lane: take a lease", () => lanes.AcquireAsync(sending.FreeLane(), Filling.Worker(1), Ct));
        yield return new("per look of a lane: its due emails", () => store.DueAsync(sending.Lease, [], 50, Ct));
        yield return new("per look of a lane: when it is next due", () => store.NextDueAsync(sending.Lease.Lane, Ct));
        yield return new("per email: accept, 202", sending.AcceptAsync);
        yield return new("per attempt: version of its identity", () => identities.ResolveAsync(Tenant, SenderKind.Agent, "agent-6", Ct));
        yield return new("per attempt: begin", sending.BeginAsync);
        yield return new("per attempt: mark entering DATA", sending.EnterDataAsync);
        yield return new("per attempt: result", sending.SettleAsync);
        yield return new("per 200 events: read by a sink", () => events.AfterAsync(1000, 200, Ct));
        yield return new("GET /v1/emails", () => ListAsync(database, e => e.TenantId == Tenant));
        yield return new("GET /v1/emails?status=failed", () => ListAsync(database, e => e.TenantId == Tenant && e.Status == EmailStatus.Failed));
        yield return new("GET /v1/emails?agentId=", () => ListAsync(database, e => e.TenantId == Tenant && e.AgentId == "agent-6"));
        yield return new("GET /v1/emails?recipient=", () => ListAsync(database, e => e.TenantId == Tenant && e.Recipients.Any(r => r.AddressKey == "customer-77@example.net")));
        yield return new("GET /v1/emails?tag=unused", () => ListAsync(database, e => e.TenantId == Tenant && ((string)(object)e.Tags).Contains("unused")));
        yield return new("GET /v1/events", () => EventsAsync(database, e => e.TenantId == Tenant));
        yield return new("GET /v1/events?type=identity.paused", () => EventsAsync(database, e => e.TenantId == Tenant && e.Type == EventTypes.IdentityPaused));
        yield return new("GET profile: warnings of the tenant's accounts", () => WarningsAsync(database));
    }

    // As the API asks: one more than a page has.
    private static async Task ListAsync(Database database, System.Linq.Expressions.Expression<Func<Email, bool>> filter)
    {
        await using var db = database.Read();
        await db.Emails.Where(filter).OrderByDescending(e => e.Id).Take(51).Include(e => e.Recipients).ToListAsync(Ct);
    }

    private static async Task EventsAsync(Database database, System.Linq.Expressions.Expression<Func<EventRow, bool>> filter)
    {
        await using var db = database.Read();
        await db.Events.Where(filter).OrderBy(e => e.Number).Take(51).ToListAsync(Ct);
    }

    private static async Task WarningsAsync(Database database)
    {
        await using var db = database.Read();
        await AccountWarnings.OfAsync(db, Tenant, TimeProvider.System.GetUtcNow(), Ct);
    }
}
