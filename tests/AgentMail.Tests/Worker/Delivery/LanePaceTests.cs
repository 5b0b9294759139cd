using AgentMail.Core.Delivery;
using AgentMail.Worker.Delivery;
using static AgentMail.Worker.Delivery.LaneSignalKind;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class LanePaceTests
{
    private const double Least = 0;
    private const double Most = 1;

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan SecondTry = TimeSpan.FromSeconds(5);
    private static readonly LanePace Pace = new(new(), SecondTry);

    /// <summary>Seconds that a lane waits after the first, second, … attempt in a row that heard the same.</summary>
    [Theory]
    [InlineData(nameof(TooFast), "60 120 240 480 900 900")]
    [InlineData(nameof(Unreachable), "5 10 20 40 60 60 60")]
    public void A_lane_waits_longer_each_time_up_to_a_limit(string kind, string expected)
    {
        LaneSlowness? slowness = null;
        var waits = new List<double>();
        var now = Start;
        foreach (var _ in expected.Split(' '))
        {
            slowness = Pace.Next(slowness, Signal(kind), now, now, Least);
            waits.Add((slowness!.Until - now).TotalSeconds);
            now = slowness.Until;
        }

        Assert.Equal(expected, string.Join(' ', waits));
        Assert.Equal(waits.Count, slowness!.Times);
    }

    [Fact]
    public void Waits_are_lengthened_at_random_and_never_shortened() =>
        Assert.Equal(Start.AddSeconds(72), Pace.Next(null, Signal(nameof(TooFast)), Start, Start, Most)!.Until);

    [Fact]
    public void Any_number_of_slowdowns_has_a_limit()
    {
        var worn = new LaneSlowness(Why(FailureReason.RateLimited), Start, int.MaxValue - 1, Start.AddSeconds(-1));

        Assert.Equal(Start.AddMinutes(15), Pace.Next(worn, Signal(nameof(TooFast)), Start, Start, Least)!.Until);
    }

    [Theory]
    [InlineData(30, 60)]
    [InlineData(600, 600)]
    [InlineData(3600, 3600)]
    public void A_time_that_the_server_names_is_waited_at_least(int asked, int waits) =>
        Assert.Equal(Start.AddSeconds(waits), Pace.Next(null, Signal(nameof(TooFast)) with { RetryAfter = TimeSpan.FromSeconds(asked) }, Start, Start, Least)!.Until);

    [Fact]
    public void One_good_attempt_ends_it()
    {
        var slowness = Slowed(times: 4);

        Assert.Null(Pace.Next(slowness, LaneSignal.Good, slowness.Until, slowness.Until.AddSeconds(1), Least));
    }

    /// <summary>Whatever it says: it says it about the time before.</summary>
    [Theory]
    [InlineData(nameof(TooFast))]
    [InlineData(nameof(Unreachable))]
    [InlineData(nameof(SignInRefused))]
    [InlineData(nameof(Good))]
    [InlineData(nameof(Nothing))]
    public void An_attempt_that_began_before_the_lane_was_slowed_changes_nothing(string kind)
    {
        var slowness = Slowed(times: 1);

        Assert.Same(slowness, Pace.Next(slowness, Signal(kind), slowness.Since, slowness.Until.AddMinutes(5), Least));
    }

    [Fact]
    public void An_attempt_that_says_nothing_changes_nothing()
    {
        var slowness = Slowed(times: 3);

        Assert.Same(slowness, Pace.Next(slowness, LaneSignal.Nothing, slowness.Until, slowness.Until, Least));
        Assert.Null(Pace.Next(null, LaneSignal.Nothing, Start, Start, Least));
    }

    [Fact]
    public void Another_trouble_counts_from_one()
    {
        var slowness = Slowed(times: 4);

        var other = Pace.Next(slowness, Signal(nameof(Unreachable)), slowness.Until, slowness.Until, Least)!;

        Assert.Equal((1, slowness.Until.AddSeconds(5)), (other.Times, other.Until));
    }

    [Fact]
    public void A_trouble_long_past_counts_no_more()
    {
        var slowness = Slowed(times: 4);
        var later = slowness.Until.AddMinutes(16);

        Assert.Equal((1, later.AddMinutes(1)), Pace.Next(slowness, Signal(nameof(TooFast)), later, later, Least) is { } again ? (again.Times, again.Until) : default);
    }

    [Fact]
    public void After_one_refused_sign_in_the_whole_lane_waits_for_the_second_try() =>
        Assert.Equal(Start + SecondTry, Pace.Next(null, Signal(nameof(SignInRefused)), Start, Start, Most)!.Until);

    private static LaneSlowness Slowed(int times) => new(Why(FailureReason.RateLimited), Start.AddMinutes(1), times, Start);

    private static LaneSignal Signal(string kind) => Enum.Parse<LaneSignalKind>(kind) switch
    {
        TooFast => new(TooFast, Why(FailureReason.RateLimited)),
        Unreachable => new(Unreachable, Why(FailureReason.ConnectionFailed)),
        SignInRefused => new(SignInRefused, Why(FailureReason.CredentialsRefused)),
        Good => LaneSignal.Good,
        _ => LaneSignal.Nothing,
    };

    private static DeliveryError Why(FailureReason reason) => new(FailureClass.Transient, reason, SmtpStage.MailFrom, null, "A hint.");
}
