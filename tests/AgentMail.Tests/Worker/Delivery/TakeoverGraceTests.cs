using AgentMail.Core.Delivery;
using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class TakeoverGraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds at which the database took a write; whether another worker's expired lease counts as none at that second.</summary>
    [Theory]
    [InlineData("", 0, false)]
    [InlineData("0-18", 19, false)]
    [InlineData("0-20", 20, true)]
    [InlineData("0-100", 100, true)]
    [InlineData("0-100", 110, true)]
    // It may be away.
    [InlineData("0-100", 111, false)]
    // It is back: who lives renews now, and is not taken for dead meanwhile.
    [InlineData("0-100 160-160", 160, false)]
    [InlineData("0-100 160-178", 179, false)]
    [InlineData("0-100 160-180", 180, true)]
    // Leases outlast this.
    [InlineData("0-100 110-110", 110, true)]
    [InlineData("0-100 111-111", 111, false)]
    public void An_expired_lease_tells_of_a_dead_worker_only_when_the_database_was_there(string heard, int at, bool mayTakeOver)
    {
        var grace = new TakeoverGrace();
        foreach (var span in heard.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('-').Select(int.Parse).ToArray()))
        {
            for (var second = span[0]; second <= span[1]; second += 2)
                grace.Heard(Start.AddSeconds(second));
        }

        Assert.Equal(mayTakeOver, grace.IsOver(Start.AddSeconds(at)));
    }

    [Fact]
    public void A_living_worker_renews_within_it() => Assert.True(TakeoverGrace.Length > LaneLease.Renewal && TakeoverGrace.Gap + LaneLease.Renewal < LaneLease.Lifetime);
}
