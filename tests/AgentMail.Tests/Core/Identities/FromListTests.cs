using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

public sealed class FromListTests
{
    private static readonly OutboundServer Main = Server(isDefault: true, allowedFrom: "*@acme.example");
    private static readonly OutboundServer Custom = Server();

    [Fact]
    public void The_own_address_comes_first_and_the_channels_in_the_order_given()
    {
        var list = FromList.Build(Agent(Main, defaultFrom: "channel:sales", channels: ["support", "sales"]), [Channel(Main, "sales"), Channel(Main, "support")]);

        Assert.Equal(
            [("agent", "ann@acme.example", false), ("channel:support", "support@acme.example", false), ("channel:sales", "sales@acme.example", true)],
            list.Select(c => (c.From, c.Address, c.IsDefault)));
    }

    [Fact]
    public void Each_address_says_whether_it_can_send_and_why_not()
    {
        var list = FromList.Build(
            Agent(Custom, @override: true, channels: ["support", "billing", "sales", "press"]),
            [Channel(Main, "support"), Channel(Main, "billing", enabled: false), Channel(Custom, "sales"), Channel(Custom, "press", @override: true, secret: OwnSecret)]);

        Assert.Equal(
            [
                ("agent", DecisionRule.EmailPasswordMissing, null),
                ("channel:support", null, "support@acme.example"),
                ("channel:billing", DecisionRule.ChannelDisabled, null),
                ("channel:sales", null, ServerFrom),
                ("channel:press", (DecisionRule?)null, "press@acme.example"),
            ],
            list.Select(c => (c.From, c.Refusal?.Rule, c.SendsAs)));
        Assert.Equal("There is no email password configured for your email account.", list[0].Refusal!.Detail);
    }

    [Fact]
    public void A_missing_workplace_email_shows_as_such()
    {
        var own = Assert.Single(FromList.Build(Agent(Main, address: null), []));

        Assert.Equal((null, DecisionRule.WorkplaceEmailMissing, true), (own.Address, own.Refusal!.Rule, own.IsDefault));
    }

    [Fact]
    public void An_agent_who_is_switched_off_can_send_as_nobody() => Assert.All(
        FromList.Build(Agent(Main, enabled: false, channels: "support"), [Channel(Main, "support")]), c => Assert.Equal((DecisionRule.AgentDisabled, null), (c.Refusal?.Rule, c.SendsAs)));
}
