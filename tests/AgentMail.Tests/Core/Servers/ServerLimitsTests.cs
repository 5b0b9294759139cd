using AgentMail.Core.Servers;

namespace AgentMail.Tests.Core.Servers;

public sealed class ServerLimitsTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(4, null, 4)]
    [InlineData(null, 4, 4)]
    [InlineData(4, 2, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(3, 3, 3)]
    public void The_stricter_of_two_limits_holds_member_by_member(int? server, int? own, int? expected)
    {
        Assert.Equal(new(expected, 10, 100), new ServerLimits(server, 10, 100).Tighten(new(own, 20, 200)));
        Assert.Equal(new(10, expected, 100), new ServerLimits(10, server, 100).Tighten(new(20, own, 200)));
        Assert.Equal(new(10, 100, expected), new ServerLimits(10, 100, server).Tighten(new(20, 200, own)));
    }

    [Fact]
    public void No_limits_of_its_own_change_nothing() => Assert.Equal(new(1, 2, 3), new ServerLimits(1, 2, 3).Tighten(null));
}
