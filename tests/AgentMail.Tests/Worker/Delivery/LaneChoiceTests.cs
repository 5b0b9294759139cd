using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class LaneChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_lane_in_a_long_transaction_goes_last_and_the_longest_never_before_a_shorter_one()
    {
        LaneActivity[] lanes = [Busy("a", 60), Busy("b", 3), Busy("c", 0.1), Idle("d", 30), Idle("e", null)];

        Assert.Equal(["e", "d", "c"], LaneChoice.Choose(lanes, 3, Now));
        Assert.Equal(["e", "d", "c", "b"], LaneChoice.Choose(lanes, 4, Now));
        Assert.Equal(["e", "d", "c", "b", "a"], LaneChoice.Choose(lanes, 9, Now));
    }

    /// <summary>The sixty at work are not kept back behind three hundred that have nothing to do.</summary>
    [Fact]
    public void Busy_and_idle_lanes_go_in_equal_parts()
    {
        var lanes = Enumerable.Range(0, 60).Select(i => Busy($"busy-{i}", 0.5)).Concat(Enumerable.Range(0, 300).Select(i => Idle($"idle-{i}", 10 + i / 10d))).ToList();

        var chosen = LaneChoice.Choose(lanes, 180, Now);

        Assert.Equal((180, 30), (chosen.Distinct().Count(), chosen.Count(l => l.StartsWith("busy", StringComparison.Ordinal))));
        Assert.Equal(chosen, LaneChoice.Choose([.. lanes.AsEnumerable().Reverse()], 180, Now));
    }

    [Fact]
    public void Who_leaves_already_or_could_not_is_not_asked() => Assert.Equal(["b"], LaneChoice.Choose([Idle("a", 1) with { MayLeave = false }, Idle("b", 1)], 2, Now));

    private static LaneActivity Busy(string lane, double seconds) => new(lane, Now.AddSeconds(-seconds), Now.AddSeconds(-0.1), true);

    private static LaneActivity Idle(string lane, double? seconds) => new(lane, null, seconds is { } s ? Now.AddSeconds(-s) : null, true);
}
