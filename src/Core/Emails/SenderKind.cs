namespace AgentMail.Core.Emails;

/// <summary>Whose sending identity an email leaves through.</summary>
public enum SenderKind
{
    Agent,
    Channel,
}
