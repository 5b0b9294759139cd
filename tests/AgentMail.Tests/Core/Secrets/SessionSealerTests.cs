using AgentMail.Core.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Secrets;

public sealed class SessionSealerTests
{
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly SessionTicket _ticket = new("acme", "key_1", new(2026, 1, 1, 0, 0, 0, 123, 456, TimeSpan.Zero));

    [Fact]
    public void A_ticket_opens_for_twelve_hours()
    {
        var sealer = new SessionSealer(_protection, _clock);
        var sealedTicket = sealer.Seal(_ticket);

        _clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.Equal(_ticket, sealer.TryOpen(sealedTicket));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(sealer.TryOpen(sealedTicket));
    }

    [Fact]
    public void What_was_sealed_for_anything_else_does_not_open()
    {
        var sealer = new SessionSealer(_protection, _clock);

        Assert.Null(sealer.TryOpen(_protection.CreateProtector("AgentMail", "smtp-password", "v1").Protect("{}")));
        Assert.Null(sealer.TryOpen(new SessionSealer(new EphemeralDataProtectionProvider(), _clock).Seal(_ticket)));
        Assert.Null(sealer.TryOpen("made up"));
    }
}
