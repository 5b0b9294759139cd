using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Delivery;

public sealed class LaneKeyTests
{
    [Fact]
    public void Mailboxes_that_sign_in_by_themselves_have_lanes_of_their_own()
    {
        string[] lanes =
        [
            LaneKey.Own("acme", "own", SenderKind.Agent, "ann"), LaneKey.Own("acme", "own", SenderKind.Agent, "bob"),
            LaneKey.Own("acme", "own", SenderKind.Channel, "ann"), LaneKey.Own("acme", "other", SenderKind.Agent, "ann"),
            LaneKey.Own("shop", "own", SenderKind.Agent, "ann"), LaneKey.Shared("acme", "own"), LaneKey.Shared("acme", "other"),
        ];

        Assert.Equal(lanes.Length, lanes.Distinct().Count());
        Assert.Equal("acme/own/agent:ann", lanes[0]);
        Assert.Equal("acme/own/shared", lanes[5]);
    }

    [Fact]
    public void A_lane_tells_its_tenant()
    {
        Assert.Equal("acme", LaneKey.TenantOf(LaneKey.Own("acme", "own", SenderKind.Agent, "ann")));
        Assert.Equal("acme", LaneKey.TenantOf(LaneKey.Shared("acme", "own")));
    }
}
