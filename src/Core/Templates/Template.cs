namespace AgentMail.Core.Templates;

/// <summary>A notification template: Liquid for subject and Description.</summary>
public sealed class Template
{
    public required string TenantId { get; init; }

    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Liquid for the subject; one line.</summary>
    public required string Subject { get; set; }

    /// <summary>Liquid for the html of the Description, the email's body.</summary>
    public required string Description { get; set; }

    public long Version { get; set; }
}
