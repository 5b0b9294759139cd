using AgentMail.Core.Events;
using AgentMail.Core.Webhooks;
using AgentMail.Worker.Webhooks;

namespace AgentMail.Worker.Sinks;

/// <summary>One reader of the log for all webhooks: it writes down who is to be told of what. Calling is another's job, endpoint by endpoint.</summary>
internal sealed class WebhookSink(WebhookFanOut fanOut, WebhookBell bell) : IEventSink
{
    public string Name => "webhooks";

    // A webhook is told of what happens from its creation on.
    public bool StartsNow => true;

    public async Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        if (await fanOut.DealAsync(events, ct) > 0)
            bell.Ring();
    }
}
