using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Configuration;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.TestKit.Storage;
using AgentMail.Tests.Worker.Delivery;
using CsCheck;

namespace AgentMail.Tests.Core.Identities;

/// <summary>
/// What the From list says is what intake does, for any configuration: each one is made by changes as admins and agents make them,
/// in a database, and every address of the list is then sent from.
/// </summary>
public sealed class FromListAgreementTests : IAsyncLifetime
{
    private static readonly string[] ChannelIds = ["support", "sales", "press"];

    private static readonly Gen<ServerPlan> Servers = Gen.Select(
        Gen.OneOf("password", "none"), Gen.OneOf("smtp", "smtp", "sandbox"), Gen.OneOf("*", "*@acme.example", "ann@acme.example", "nobody@acme.example"), Gen.Bool, Gen.Bool, Gen.Bool,
        (authentication, kind, allowed, password, moved, again) => new ServerPlan(authentication, kind, allowed, password, moved, again));

    private static readonly Gen<SenderPlan> Senders = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Bool, Gen.Bool, (own, @override, enabled, password, again) => new SenderPlan(own, own && @override, enabled > 0, password, again));

    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Select(Servers, Servers), Gen.Select(Senders, Senders.Array[3]), Gen.Select(Gen.Bool, Gen.Bool), Gen.Shuffle(ChannelIds, 0, 3), Gen.Shuffle(ChannelIds, 0, 3), Gen.Int[-1, 2],
        (servers, senders, switches, before, after, favourite) => new Plan(
            servers.Item1, servers.Item2, senders.Item1, senders.Item2, HasAddress: switches.Item1, OneAddress: switches.Item2, before, after, favourite));

    private RunningWorker _worker = null!;
    private int _tenants;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _worker = await RunningWorker.StartAsync();

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Fact]
    public async Task The_From_list_and_intake_never_disagree() => await Plans.SampleAsync(
        async plan =>
        {
            var tenant = $"tenant-{Interlocked.Increment(ref _tenants)}";
            await SetUpAsync(tenant, plan);
            await using var db = _worker.Get<Database>().Read();
            var list = (await FromList.OfAsync(db, tenant, "ann", Cancellation))!;

            Assert.Equal([AgentProfile.FromAgent, .. plan.After.Select(id => AgentProfile.FromChannelPrefix + id)], list.Select(c => c.From));
            var marked = Assert.Single(list, c => c.IsDefault);
            foreach (var choice in list)
                await CheckAsync(tenant, choice, single: list.Count(c => c.Address == choice.Address) == 1);
            AssertSame(marked, await SendAsync(tenant, new("ann", null), null));
            foreach (var closed in ChannelIds.Except(plan.After))
                await CheckClosedAsync(tenant, closed, plan);
        },
        iter: 60, threads: 2);

    private async Task CheckAsync(string tenant, FromChoice choice, bool single)
    {
        if (choice.From != AgentProfile.FromAgent)
        {
            var result = await SendAsync(tenant, new("ann", choice.From[AgentProfile.FromChannelPrefix.Length..]), null);
            AssertSame(choice, result);
            Assert.Equal(choice.Refusal?.Detail, (result as IntakeResult.Refused)?.Detail);
        }
        // The own address goes before a channel's equal one, and an enabled channel before one that is switched off.
        if (choice.Address is { } address && (single || choice.From == AgentProfile.FromAgent))
            AssertSame(choice, await SendAsync(tenant, new("ann", null), address));
    }

    private async Task CheckClosedAsync(string tenant, string channelId, Plan plan)
    {
        var byId = Assert.IsType<IntakeResult.Refused>(await SendAsync(tenant, new("ann", channelId), null));
        var expected = plan.Ann.Enabled ? IntakeRefusal.FromMismatch : IntakeRefusal.IdentityDisabled;
        Assert.Equal(expected, byId.Reason);
        if (!plan.OneAddress)
            Assert.Equal(expected, Assert.IsType<IntakeResult.Refused>(await SendAsync(tenant, new("ann", null), AddressOf(channelId, plan))).Reason);
    }

    private static void AssertSame(FromChoice choice, IntakeResult result)
    {
        if (result is IntakeResult.Accepted accepted)
            Assert.Equal((choice.From, choice.SendsAs), (choice.From, accepted.Email.From));
        else
            Assert.Equal((choice.From, choice.Refusal?.Code), (choice.From, ((IntakeResult.Refused)result).Reason));
    }

    /// <summary>Far ahead, so that nothing is tried; refusals are the same.</summary>
    private Task<IntakeResult> SendAsync(string tenant, SenderReference sender, string? from)
    {
        var draft = new EmailDraft { To = [new Mailbox(EmailAddress.Parse("bob@example.net"))], Subject = "Your case", Text = "Hello" };
        return _worker.Get<EmailIntake>().AcceptAsync(
            new(tenant, sender, from, draft, SignatureChoice.None, TimeProvider.System.GetUtcNow().AddDays(300)), null, Cancellation);
    }

    /// <summary>Everything is saved with its passwords; then servers move, some passwords are entered again, and channels are closed to Ann.</summary>
    private async Task SetUpAsync(string tenant, Plan plan)
    {
        await _worker.Get<TenantProvisioner>().CreateAsync(tenant, tenant, "amk_" + tenant + "0123456789", Cancellation);
        var desk = new ConfigurationDesk(_worker.Get<Database>(), _worker.Get<ConfigurationApplier>(), TimeProvider.System, tenant);
        var secret = SecretChange.Replace("sealed");
        SecretChange Given(bool given) => given ? secret : SecretChange.Keep;

        await desk.ApplyAllAsync(Server("main", plan.Main, 1, Given(plan.Main.Password)), Server("own", plan.Own, 1, Given(plan.Own.Password)));
        for (var i = 0; i < ChannelIds.Length; i++)
            await desk.ApplyAsync(Channel(i, plan, Given(plan.Channels[i].Password)));
        await desk.ApplyAsync(Agent(plan.Ann, plan.Before));
        var favourite = plan.Favourite >= 0 && plan.Favourite < plan.Before.Length ? AgentProfile.FromChannelPrefix + plan.Before[plan.Favourite] : AgentProfile.FromAgent;
        var address = plan.HasAddress ? "ann@acme.example" : null;
        var profile = Change.Profile("ann", defaultFrom: favourite) with { WorkplaceEmail = address };
        await desk.ApplyAsync(profile with { EmailPassword = Given(plan.Ann.Password) });

        foreach (var (id, server) in new[] { ("main", plan.Main), ("own", plan.Own) })
        {
            if (server.Moved)
                await desk.ApplyAsync(Server(id, server, 2, Given(server.Again)));
        }
        for (var i = 0; i < ChannelIds.Length; i++)
        {
            if (plan.Channels[i].Again)
                await desk.ApplyAsync(Channel(i, plan, secret));
        }
        if (plan.Ann.Again)
            await desk.ApplyAsync(profile with { EmailPassword = secret });
        await desk.ApplyAsync(Agent(plan.Ann, plan.After));
    }

    private static SaveServer Server(string id, ServerPlan plan, int port, SecretChange password) => Change.Server(
        id, port: port, authentication: plan.Authentication, kind: plan.Kind, password: password, allowedFrom: [plan.Allowed], isDefault: id == "main");

    private static SaveChannel Channel(int i, Plan plan, SecretChange password) => Change.Channel(
        ChannelIds[i], AddressOf(ChannelIds[i], plan), plan.Channels[i].Enabled, plan.Channels[i].OnOwn ? "own" : null, plan.Channels[i].Override, password: password);

    private static SaveAgent Agent(SenderPlan plan, string[] channels) => Change.Agent("ann", plan.Enabled, channels, plan.OnOwn ? "own" : null, plan.Override);

    private static string AddressOf(string channelId, Plan plan) => plan.OneAddress ? "team@acme.example" : channelId + "@acme.example";

    private sealed record ServerPlan(string Authentication, string Kind, string Allowed, bool Password, bool Moved, bool Again);

    private sealed record SenderPlan(bool OnOwn, bool Override, bool Enabled, bool Password, bool Again);

    /// <param name="Main">The default server.</param>
    /// <param name="Own">The custom one.</param>
    /// <param name="Ann">The agent.</param>
    /// <param name="Channels">The channels, as in <see cref="ChannelIds"/>.</param>
    /// <param name="HasAddress">Whether Ann has a workplace email.</param>
    /// <param name="OneAddress">Whether all channels have the same address.</param>
    /// <param name="Before">Channels open to Ann when she chose her default From.</param>
    /// <param name="After">Channels open to Ann now.</param>
    /// <param name="Favourite">Index in <paramref name="Before"/> of the channel that she chose.</param>
    private sealed record Plan(
        ServerPlan Main, ServerPlan Own, SenderPlan Ann, SenderPlan[] Channels, bool HasAddress, bool OneAddress, string[] Before, string[] After, int Favourite);
}
