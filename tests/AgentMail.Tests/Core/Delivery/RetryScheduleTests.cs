using System.ComponentModel.DataAnnotations;
using AgentMail.Core.Delivery;

namespace AgentMail.Tests.Core.Delivery;

public sealed class RetryScheduleTests
{
    private const double Middle = 0.5;

    private static readonly DateTimeOffset Accepted = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly RetryOptions Defaults = new();

    [Theory]
    [InlineData(1, Middle, 60)]
    [InlineData(2, Middle, 4 * 60)]
    [InlineData(3, Middle, 16 * 60)]
    [InlineData(4, Middle, 64 * 60)]
    [InlineData(5, Middle, 120 * 60)]
    [InlineData(6, Middle, 120 * 60)]
    [InlineData(5000, Middle, 120 * 60)]
    [InlineData(2, 0.0, 192)]
    [InlineData(2, 1.0, 288)]
    [InlineData(5, 1.0, 144 * 60)]
    public void WaitsGrowToTheCapGiveOrTakeTheJitter(int attempt, double dice, int seconds) =>
        Assert.Equal(Accepted.AddSeconds(seconds), Next(attempt, dice: dice).At);

    [Theory]
    [InlineData(1, 5.0)]
    [InlineData(3, 16.0)]
    public void AGreylistingServerIsGivenFiveMinutes(int attempt, double minutes) =>
        Assert.Equal(Accepted.AddMinutes(minutes), Next(attempt, reason: FailureReason.Greylisted).At);

    [Theory]
    [InlineData(1, 10, 10.0)]
    [InlineData(4, 10, 64.0)]
    public void TheServersWishLengthensAWaitAndNeverShortensOne(int attempt, int asked, double minutes) =>
        Assert.Equal(Accepted.AddMinutes(minutes), Next(attempt, retryAfter: TimeSpan.FromMinutes(asked)).At);

    [Theory]
    [InlineData(21.9, false)]
    [InlineData(22.0, false)]
    [InlineData(22.1, true)]
    [InlineData(24.0, true)]
    public void NoAttemptIsMadeAfterMaxAge(double ageInHours, bool expired) =>
        Assert.Equal(expired, Next(9, age: TimeSpan.FromHours(ageInHours)).IsExpired);

    [Fact]
    public void TheDefaultsAreValidAndBadValuesAreNamed()
    {
        var bad = new RetryOptions { FirstDelay = TimeSpan.Zero, Factor = 0.5, MaxDelay = TimeSpan.FromDays(8), MaxAge = TimeSpan.FromDays(31), Jitter = 2 };
        var problems = new List<ValidationResult>();

        Assert.True(Validator.TryValidateObject(Defaults, new ValidationContext(Defaults), [], validateAllProperties: true));
        Assert.False(Validator.TryValidateObject(bad, new ValidationContext(bad), problems, validateAllProperties: true));
        Assert.Equal(
            [nameof(RetryOptions.Factor), nameof(RetryOptions.FirstDelay), nameof(RetryOptions.Jitter), nameof(RetryOptions.MaxAge), nameof(RetryOptions.MaxDelay)],
            problems.SelectMany(problem => problem.MemberNames).Order());
    }

    private static RetryDecision Next(
        int attempt, double dice = Middle, FailureReason reason = FailureReason.Transient, TimeSpan? retryAfter = null, TimeSpan age = default) =>
        RetrySchedule.NextAttempt(Defaults, attempt, Accepted, Accepted + age, reason, retryAfter, dice);
}
