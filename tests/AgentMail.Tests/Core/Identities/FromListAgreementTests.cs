using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using CsCheck;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

/// <summary>P5: what the From list says an agent can send as is what a request can send as, for any configuration.</summary>
public sealed class FromListAgreementTests
{
    private static readonly string[] ChannelIds = ["support", "sales", "press"];

    private static readonly Gen<OutboundServer> Servers = Gen.Select(
        Gen.Bool, Gen.Enum<Sign>(), Gen.OneOf("*", "*@acme.example", "ann@acme.example", "nobody@acme.example"),
        (isDefault, sign, allowed) => Server(isDefault, sign, allowedFrom: allowed));

    private static readonly Gen<ChannelSources[]> Channels = Gen.Select(Gen.Shuffle(ChannelIds, 0, 3), Gen.Select(Servers, Gen.Bool, Gen.Bool, Gen.Bool).Array[3])
        .Select((ids, settings) => ids.Select((id, i) => Channel(
            settings[i].Item1, id, enabled: settings[i].Item2, @override: settings[i].Item3, secret: settings[i].Item4 ? OwnSecret : null)).ToArray());

    private static readonly Gen<AgentSources> Agents = Gen.Select(
        Servers, Gen.Bool, Gen.Bool, Gen.Bool, Gen.OneOf(new string?[] { null, "ann@acme.example" }), Gen.OneOf("agent", "channel:support", "channel:sales"),
        (server, enabled, @override, secret, address, defaultFrom) => Agent(
            server, enabled: enabled, @override: @override, secret: secret ? OwnSecret : null, address: address, defaultFrom: defaultFrom));

    [Fact]
    public void The_From_list_and_a_request_never_disagree() => Gen.Select(Agents, Channels).Sample((agent, channels) =>
    {
        agent.Agent.Channels = [.. channels.Select(c => c.Channel.Id)];
        return FromList.Build(agent, channels).All(choice =>
            // Without an address there is nothing to name in a request.
            (choice.Address is null ? choice.SendsAs is null : choice.SendsAs == SendsAs(agent, channels, ByName(choice)))
            && (choice.Address is null || choice.SendsAs == SendsAs(agent, channels, (new("ann", null), choice.Address)))
            && (!choice.IsDefault || choice.SendsAs == SendsAs(agent, channels, (new("ann", null), null))));
    });

    private static (SenderReference Sender, string? From) ByName(FromChoice choice) => choice.From == AgentProfile.FromAgent
        ? (new("ann", null), choice.Address)
        : (new("ann", choice.From[AgentProfile.FromChannelPrefix.Length..]), null);

    /// <summary>The From address a request would leave with; null when it is refused.</summary>
    private static string? SendsAs(AgentSources agent, ChannelSources[] channels, (SenderReference Sender, string? From) request)
    {
        Channel[] open = [.. channels.Select(c => c.Channel)];
        if (SenderSelection.Choose(request.Sender, request.From, new(agent, open)) is not SenderSelection.Chosen chosen)
            return null;
        var resolution = chosen.Kind == SenderKind.Agent
            ? IdentityResolver.Resolve(agent)
            : IdentityResolver.Resolve(channels.Single(c => c.Channel.Id == chosen.Id));
        return (resolution as IdentityResolution.Resolved)?.Identity.From;
    }
}
