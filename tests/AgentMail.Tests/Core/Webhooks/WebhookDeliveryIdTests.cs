using AgentMail.Core.Identifiers;
using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

public sealed class WebhookDeliveryIdTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_sort_by_time_and_within_a_millisecond_by_event()
    {
        string[] ids = [WebhookDeliveryId.New(At, 9), WebhookDeliveryId.New(At, 10), WebhookDeliveryId.New(At, 1L << 40), WebhookDeliveryId.New(At.AddMilliseconds(1), 1)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void One_event_for_two_endpoints_has_two_ids() => Assert.NotEqual(WebhookDeliveryId.New(At, 9), WebhookDeliveryId.New(At, 9));

    [Fact]
    public void The_first_of_a_time_is_below_all_of_it_and_above_all_before()
    {
        Assert.True(string.CompareOrdinal(WebhookDeliveryId.First(At), WebhookDeliveryId.New(At, 0)) <= 0);
        Assert.True(string.CompareOrdinal(WebhookDeliveryId.First(At), WebhookDeliveryId.New(At.AddMilliseconds(-1), long.MaxValue)) > 0);
    }

    [Fact]
    public void It_has_the_form_of_ids() => Assert.True(ResourceId.IsValid(WebhookDeliveryId.New(At, 9)) && WebhookDeliveryId.New(At, 9) is ['w', 'h', 'd', '_', ..] and { Length: 30 });
}
