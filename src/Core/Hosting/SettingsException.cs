namespace AgentMail.Core.Hosting;

/// <summary>The process cannot start with these settings; the message says which one to change and never shows a secret.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException()
    {
    }

    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
