using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_due_may_be_called_also_several_of_one_email()
    {
        var due = new[] { Due(1, "em_a"), Due(2, "em_a"), Due(3, "em_b"), Due(4, null) };

        var (ready, putOff) = WebhookOrder.Sort(due, [Waits("em_a", 1, 0), Waits("em_a", 2, 0), Waits("em_b", 3, 0)], Now);

        Assert.Equal(due, ready);
        Assert.Empty(putOff);
    }

    [Fact]
    public void A_later_event_waits_for_the_retry_of_an_earlier_one_of_the_same_email()
    {
        var (later, other) = (Due(2, "em_a"), Due(3, "em_b"));

        var (ready, putOff) = WebhookOrder.Sort([later, other], [Waits("em_a", 1, 20), Waits("em_a", 2, 0)], Now);

        Assert.Equal([other], ready);
        Assert.Equal([new(later, Now.AddSeconds(20))], putOff);
    }

    [Fact]
    public void An_earlier_one_waits_for_no_later_one()
    {
        var earlier = Due(1, "em_a");

        Assert.Equal([earlier], WebhookOrder.Sort([earlier], [Waits("em_a", 2, 20)], Now).Ready);
    }

    [Fact]
    public void Behind_an_earlier_one_that_is_due_and_was_not_read_it_stands_behind_it()
    {
        var later = Due(2, "em_a");

        var (ready, putOff) = WebhookOrder.Sort([later], [Waits("em_a", 1, -3)], Now);

        Assert.Empty(ready);
        Assert.Equal([new(later, Now.AddSeconds(-3))], putOff);
    }

    private static WebhookBlocker Waits(string email, long number, int seconds) => new(email, number, Now.AddSeconds(seconds));

    private static WebhookDelivery Due(long number, string? email) => new()
    {
        Id = $"whd_{number}",
        TenantId = "acme",
        WebhookId = "crm",
        EventNumber = number,
        MessageId = $"ev_{number}",
        EventType = "email.sent",
        EmailId = email,
        Status = WebhookDeliveryStatus.Pending,
        CreatedAt = Now,
        DueSince = Now,
    };
}
