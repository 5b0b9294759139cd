namespace AgentMail.Core.Webhooks;

/// <summary>What became of a replay or a test that a person asked for.</summary>
public abstract record WebhookIntakeResult
{
    private WebhookIntakeResult()
    {
    }

    internal static Refused NoWebhook { get; } = new(IsMissing: true, "There is no webhook of this id here; check the id and that the key belongs to the right tenant.");

    internal static Refused NoDelivery { get; } = new(IsMissing: true, "There is no delivery of this id here; those that are still kept are in the list of deliveries.");

    internal static Refused Disabled { get; } = new(IsMissing: false, "The webhook is disabled, so it is not called. Enable it first: PUT it with enabled true.");

    internal static Refused EventGone { get; } = new(IsMissing: false, "The event is no longer kept: its time of retention is over, so there is nothing left to send.");

    internal static Refused TooManyTests { get; } = new(
        IsMissing: false, $"{WebhookIntake.MostTests} tests wait for this endpoint already; look at its deliveries for what keeps it from answering.");

    /// <summary>It is called as soon as somebody comes to it.</summary>
    /// <param name="Delivery">As it is by now.</param>
    public sealed record Due(WebhookDelivery Delivery) : WebhookIntakeResult;

    /// <summary>Nothing was changed.</summary>
    /// <param name="IsMissing">Whether there is no such thing, rather than something standing against it.</param>
    /// <param name="Detail">Why, and what to do.</param>
    public sealed record Refused(bool IsMissing, string Detail) : WebhookIntakeResult;
}
