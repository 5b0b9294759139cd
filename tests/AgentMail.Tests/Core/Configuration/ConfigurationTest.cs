using AgentMail.Contracts.Replies;
using AgentMail.Core.Configuration;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Identities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Configuration;

/// <summary>A tenant acme, with a sandbox as its default server, and a desk to change its configuration at.</summary>
public abstract class ConfigurationTest : IAsyncLifetime
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected TestDatabase Db { get; private set; } = null!;

    private protected FakeTimeProvider Clock { get; } = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private protected IdentityCache Identities { get; private set; } = null!;

    private protected ConfigurationApplier Applier { get; private set; } = null!;

    private protected ConfigurationDesk Desk { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Db = await TestDatabase.OnSqliteAsync();
        await new AgentMail.Core.Tenants.TenantProvisioner(Db.Door, Clock).CreateAsync("acme", "Acme", "amk_0123456789abcdef", Cancellation);
        Identities = TestCache.Over(Db.Door);
        Applier = NewApplier();
        Desk = DeskOf("acme");
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected ConfigurationApplier NewApplier() => new(Db.Another(), Identities, Clock, NullLogger<ConfigurationApplier>.Instance);

    private protected ConfigurationDesk DeskOf(string tenantId) => new(Db.Door, Applier, Clock, tenantId);

    /// <summary>The identity versions of senders, to see whom a change touches.</summary>
    private protected async Task<long> IdentityVersionAsync(SenderKind kind, string id)
    {
        await using var db = Db.Read();
        return (await IdentityLoader.VersionAsync(db, "acme", kind, id, Cancellation))!.Value;
    }

    /// <summary>Types and subjects of the events so far.</summary>
    private protected async Task<IReadOnlyList<string>> EventsAsync()
    {
        await using var db = Db.Read();
        return await db.Events.OrderBy(e => e.Number).Select(e => e.Type + " " + e.Data).ToListAsync(Cancellation);
    }

    private protected static void AssertRefused(ConfigurationApplied reply, ConfigurationOutcome outcome, string pointer, string words)
    {
        Assert.Equal((outcome, 0L, false), (reply.Outcome, reply.Version, reply.Created));
        var problem = Assert.Single(reply.Problems);
        Assert.Equal(pointer, problem.Pointer);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }
}
