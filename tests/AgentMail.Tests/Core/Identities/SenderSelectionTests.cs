using AgentMail.Core.Agents;
using AgentMail.Core.Channels;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

/// <summary>Which identity a request names (R10, R17-R20). Ann may use support and sales; there is also a channel press, and billing is switched off.</summary>
public sealed class SenderSelectionTests
{
    private const string Own = "agent";

    [Theory]
    // sender: agent, channel; from; Ann's default From → the identity, and on whose behalf
    [InlineData("ann", null, null, Own, "Agent ann by ann")]
    [InlineData("ann", null, null, "channel:support", "Channel support by ann")]
    [InlineData("ann", null, "ann@acme.example", Own, "Agent ann by ann")]
    [InlineData("ann", null, " ANN@Acme.Example ", "channel:support", "Agent ann by ann")]
    [InlineData("ann", null, "support@acme.example", Own, "Channel support by ann")]
    [InlineData("ann", null, "Sales@acme.example", "channel:support", "Channel sales by ann")]
    [InlineData("ann", "support", null, Own, "Channel support by ann")]
    [InlineData("ann", "support", "support@acme.example", "channel:sales", "Channel support by ann")]
    [InlineData(null, "support", null, Own, "Channel support by ")]
    [InlineData(null, "press", "Press@acme.example", Own, "Channel press by ")]
    public void A_request_names_one_identity(string? agent, string? channel, string? from, string defaultFrom, string expected)
    {
        var chosen = Assert.IsType<SenderSelection.Chosen>(Choose(agent, channel, from, defaultFrom));
        Assert.Equal(expected, $"{chosen.Kind} {chosen.Id} by {chosen.AgentId}");
    }

    [Theory]
    [InlineData(null, null, null, Own, IntakeRefusal.Validation, "/sender")]
    [InlineData("bob", null, null, Own, IntakeRefusal.IdentityNotFound, "/sender/agentId")]
    [InlineData("bob", "support", null, Own, IntakeRefusal.IdentityNotFound, "/sender/agentId")]
    [InlineData(null, "none", null, Own, IntakeRefusal.IdentityNotFound, "/sender/channelId")]
    [InlineData("ann", "none", null, Own, IntakeRefusal.FromMismatch, "/sender/channelId")]
    [InlineData("ann", "press", null, Own, IntakeRefusal.FromMismatch, "/sender/channelId")]
    [InlineData("ann", "gone", null, Own, IntakeRefusal.IdentityNotFound, "/sender/channelId")]
    [InlineData("ann", null, "press@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, "billing@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, "boss@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, "", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", "support", "ann@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", "support", "sales@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData(null, "support", "sales@acme.example", Own, IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, null, "channel:press", IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, null, "channel:gone", IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", null, null, "channel:billing", IntakeRefusal.FromMismatch, "/from")]
    [InlineData("ann", "billing", null, Own, IntakeRefusal.FromMismatch, "/sender/channelId")]
    [InlineData("ann", "billing", "billing@acme.example", Own, IntakeRefusal.FromMismatch, "/sender/channelId")]
    public void Whatever_is_not_open_to_the_sender_is_refused_where_it_stands(
        string? agent, string? channel, string? from, string defaultFrom, IntakeRefusal reason, string pointer)
    {
        var refused = Assert.IsType<SenderSelection.Refused>(Choose(agent, channel, from, defaultFrom));
        Assert.Equal((reason, pointer), (refused.Reason, refused.Pointer));
        Assert.NotEmpty(refused.Detail);
    }

    /// <summary>An admin who switches an agent off means every way of sending.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("support", null)]
    [InlineData(null, "support@acme.example")]
    public void An_agent_who_is_switched_off_writes_through_no_channel_either(string? channel, string? from)
    {
        var refused = Assert.IsType<SenderSelection.Refused>(Choose("ann", channel, from, "channel:support", enabled: false));
        Assert.Equal((IntakeRefusal.IdentityDisabled, "/sender/agentId"), (refused.Reason, refused.Pointer));
    }

    /// <summary>Two channels may have one address; mail goes through the first that is switched on.</summary>
    [Theory]
    [InlineData(true, true, "support")]
    [InlineData(false, true, "sales")]
    [InlineData(true, false, "support")]
    [InlineData(false, false, null)]
    public void Of_two_channels_with_one_address_the_first_enabled_one_sends(bool support, bool sales, string? chosen)
    {
        var server = Server(isDefault: true);
        var ann = Agent(server, channels: ["support", "sales"]);
        Channel[] channels = [Channel(server, "sales", sales, address: "team@acme.example").Channel, Channel(server, "support", support, address: "team@acme.example").Channel];

        var selection = SenderSelection.Choose(new("ann", null), "team@acme.example", new(ann, channels));

        Assert.Equal(chosen, (selection as SenderSelection.Chosen)?.Id);
    }

    [Theory]
    [InlineData("ann@bücher.example", "ann@xn--bcher-kva.example")]
    [InlineData("ann@xn--bcher-kva.example", "Ann@Bücher.example")]
    public void An_address_is_the_same_in_both_spellings_of_its_domain(string own, string asked) => Assert.IsType<SenderSelection.Chosen>(
        SenderSelection.Choose(new("ann", null), asked, new(Agent(Server(isDefault: true), address: own), [])));

    [Fact]
    public void An_agent_without_an_address_is_still_chosen_so_that_the_resolver_says_what_is_missing()
    {
        var server = Server(isDefault: true);
        var selection = SenderSelection.Choose(new("ann", null), null, new(Agent(server, address: null), []));
        Assert.Equal("ann", Assert.IsType<SenderSelection.Chosen>(selection).Id);
    }

    private static SenderSelection Choose(string? agent, string? channel, string? from, string defaultFrom, bool enabled = true)
    {
        var server = Server(isDefault: true);
        // A channel that is gone may still be in the list for the moment in which it is removed.
        var ann = Agent(server, enabled: enabled, defaultFrom: defaultFrom == Own ? AgentProfile.FromAgent : defaultFrom, channels: ["support", "sales", "billing", "gone"]);
        Channel[] known =
        [
            Channel(server, "press").Channel, Channel(server, "sales").Channel, Channel(server, "billing", enabled: false).Channel, Channel(server, "support").Channel,
        ];
        return SenderSelection.Choose(new(agent, channel), from, new(agent == "ann" ? ann : null, known));
    }
}
