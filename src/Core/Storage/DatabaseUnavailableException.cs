namespace AgentMail.Core.Storage;

/// <summary>The database could not be reached, has no room, or did not answer in time. The caller may try again later.</summary>
public sealed class DatabaseUnavailableException : Exception
{
    public DatabaseUnavailableException()
    {
    }

    public DatabaseUnavailableException(string message)
        : base(message)
    {
    }

    public DatabaseUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What stood against it last.</summary>
    public DatabaseFault Fault { get; init; } = DatabaseFault.Away;
}
