using AgentMail.Core.Emails;
using AgentMail.Tests.Core.Delivery;
using Microsoft.EntityFrameworkCore;
using static AgentMail.Tests.Core.Emails.StoredEmail;

namespace AgentMail.Tests.Core.Emails;

/// <summary>A key is kept for 24 hours, or for 24 hours past the time for which its email is scheduled, and not a second less.</summary>
public sealed class IdempotencyRecordsTests : DeliveryTest
{
    private static readonly IdempotencyClaim Claim = new("case-4711", "hash");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IdempotencyRecords Records => new(Db.Door, Clock);

    [Theory]
    [InlineData(null, 24)]
    [InlineData(1, 25)]
    [InlineData(8784, 8808)]
    public async Task A_key_is_kept_as_promised(int? scheduledInHours, int hours)
    {
        var email = New(EmailStatus.Sent, scheduledAt: scheduledInHours is { } ahead ? CreatedAt.AddHours(ahead) : null);
        await Db.AddAsync(email, IdempotencyRecords.New(email, Claim));

        Clock.Advance(TimeSpan.FromHours(hours) - Second);
        var kept = await Records.FindAsync("acme", Claim, Cancellation);
        var other = await Records.FindAsync("acme", Claim with { RequestHash = "another" }, Cancellation);
        Clock.Advance(Second);
        var after = await Records.FindAsync("acme", Claim with { RequestHash = "another" }, Cancellation);

        Assert.Equal(("em_1", true), Assert.IsType<IntakeResult.Accepted>(kept) is var found ? (found.Email.Id, found.Replayed) : default);
        Assert.Equal(IntakeRefusal.IdempotencyKeyReused, Assert.IsType<IntakeResult.Refused>(other).Reason);
        Assert.Null(after);
        await using var db = Db.Read();
        Assert.Empty(await db.IdempotencyRecords.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_key_belongs_to_its_tenant()
    {
        var email = New();
        await Db.AddAsync(email, IdempotencyRecords.New(email, Claim));

        Assert.Null(await Records.FindAsync("globex", Claim, Cancellation));
        Assert.NotNull(await Records.FindAsync("acme", Claim, Cancellation));
    }
}
