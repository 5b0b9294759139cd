namespace AgentMail.Core.Hosting;

/// <summary>What tells this installation from others that use the same engines. The one row is made by the migration.</summary>
public sealed class InstallationRow
{
    public int Id { get; init; }

    /// <summary>Random, and never changed; 32 hexadecimal digits. A copy of the database has the same one.</summary>
    public required string Key { get; init; }
}
