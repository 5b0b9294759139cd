namespace AgentMail.Core.Emails;

/// <summary>Whose sending identity an email leaves through.</summary>
public enum SenderKind
{
    Agent,
    Channel,

    /// <summary>The contact centre itself, which tells its people something. No request can ask for it.</summary>
    Tenant,
}
