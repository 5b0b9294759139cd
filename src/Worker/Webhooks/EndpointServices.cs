using AgentMail.Core.Webhooks;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Webhooks;

/// <summary>Everything that calling an endpoint needs from the worker it is called from.</summary>
internal sealed record EndpointServices(
    WebhookQueue Queue, WebhookLaneStore Lanes, WebhookStore Store, WebhookSecrets Secrets, WebhookCaller Caller, CallPlaces Places,
    IOptions<WebhookOptions> Options, TimeProvider Clock, ILogger<EndpointRun> Log);
