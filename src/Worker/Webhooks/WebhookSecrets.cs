using AgentMail.Core.Secrets;
using AgentMail.Core.Webhooks;

namespace AgentMail.Worker.Webhooks;

/// <summary>Opens what signs the calls of an endpoint: the only place where it leaves its seal.</summary>
internal sealed class WebhookSecrets(SecretSealer sealer)
{
    /// <summary>The present one, and the one before it while both are valid; none when the present one does not open.</summary>
    public IReadOnlyList<WebhookSecret> Open(Webhook webhook, DateTimeOffset now)
    {
        if (WebhookSecret.TryOpen(sealer, webhook.TenantId, webhook.Id, webhook.SealedSecret) is not { } present)
            return [];
        var previous = webhook.SealedPreviousSecret is { } before && webhook.PreviousSecretUntil > now ? WebhookSecret.TryOpen(sealer, webhook.TenantId, webhook.Id, before) : null;
        return previous is null ? [present] : [present, previous];
    }
}
