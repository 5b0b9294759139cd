using AgentMail.Contracts.Commands;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Core.Configuration;

namespace AgentMail.Tests.Core.Identities;

public sealed class IdentityCacheTests : ConfigurationTest
{
    private CountingEngine _reads = null!;
    private IdentityCache _cache = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Desk.ApplyAllAsync(
            Change.Server("own"), Change.Agent("ann", serverId: "own", @override: true), Change.Profile("ann", password: SecretChange.Replace("sealed 1")));
        _reads = new(Db.Engine);
        _cache = TestCache.Over(Db.Another(_reads));
    }

    [Fact]
    public async Task A_password_change_holds_for_the_very_next_send()
    {
        Assert.Equal("sealed 1", (await AnnAsync()).SealedPassword);

        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Replace("sealed 2")));

        Assert.Equal("sealed 2", (await AnnAsync()).SealedPassword);
    }

    [Fact]
    public async Task Two_hundred_that_ask_at_once_load_it_once()
    {
        var identities = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AnnAsync()));

        Assert.All(identities, identity => Assert.Equal("sealed 1", identity.SealedPassword));
        // Each asks for the version; one of them for the rest.
        Assert.Equal(200 + 1, _reads.Opened);
    }

    [Fact]
    public async Task What_was_refreshed_is_not_loaded_again()
    {
        await _cache.RefreshAsync("acme", SenderKind.Agent, "ann", Cancellation);
        _reads.Opened = 0;

        await AnnAsync();

        Assert.Equal(1, _reads.Opened);
    }

    [Fact]
    public async Task A_refusal_is_never_taken_from_the_cache()
    {
        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Clear));
        Assert.Equal(IdentityRefusal.EmailPasswordMissing, (await RefusalAsync("ann")).Reason);
        Assert.Equal(IdentityRefusal.EmailPasswordMissing, (await RefusalAsync("ann")).Reason);

        await Desk.ApplyAsync(Change.Profile("ann", password: SecretChange.Replace("sealed 3")));
        Assert.Equal("sealed 3", (await AnnAsync()).SealedPassword);
    }

    [Fact]
    public async Task Somebody_unknown_is_unknown_and_somebody_removed_is_too()
    {
        Assert.Equal(IdentityRefusal.NotFound, (await RefusalAsync("bob")).Reason);
        await AnnAsync();
        await Desk.ApplyAsync(new RemoveAgent("ann", null));

        Assert.Equal(IdentityRefusal.NotFound, (await RefusalAsync("ann")).Reason);
    }

    [Fact]
    public async Task A_change_of_the_server_reaches_everybody_on_it()
    {
        Assert.Null((await AnnAsync()).Limits.MaxConnections);

        await Desk.ApplyAsync(Change.Server("own", limits: new(7, null, null)));

        Assert.Equal(7, (await AnnAsync()).Limits.MaxConnections);
    }

    private async Task<SendingIdentity> AnnAsync() =>
        Assert.IsType<IdentityResolution.Resolved>(await _cache.ResolveAsync("acme", SenderKind.Agent, "ann", Cancellation)).Identity;

    private async Task<IdentityResolution.Refused> RefusalAsync(string id) =>
        Assert.IsType<IdentityResolution.Refused>(await _cache.ResolveAsync("acme", SenderKind.Agent, id, Cancellation));

    /// <summary>The same database, counting who looks at it.</summary>
    private sealed class CountingEngine(IDatabaseEngine engine) : IDatabaseEngine
    {
        private int _opened;

        public int Opened
        {
            get => _opened;
            set => _opened = value;
        }

        public int ParallelWriters => engine.ParallelWriters;

        public AgentMailDb Open()
        {
            Interlocked.Increment(ref _opened);
            return engine.Open();
        }

        public DatabaseFault FaultOf(Exception error) => engine.FaultOf(error);

        public bool IsDuplicateKey(Exception error) => engine.IsDuplicateKey(error);
    }
}
