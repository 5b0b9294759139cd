namespace AgentMail.Core.Webhooks;

/// <summary>How webhooks are called.</summary>
public sealed class WebhookOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AgentMail:Webhooks";

    /// <summary>Lets webhooks be called over plain <c>http</c>, which anybody on the way can read. Without it: allowed while the API process is the worker too, refused otherwise.</summary>
    public bool? AllowHttp { get; set; }
}
