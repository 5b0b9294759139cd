namespace AgentMail.Core.Signatures;

/// <summary>HTML put under the text of an email, with its plain-text twin.</summary>
public sealed class Signature
{
    public required string TenantId { get; init; }

    public required SignatureOwner OwnerKind { get; init; }

    public required string OwnerId { get; init; }

    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Sanitised.</summary>
    public required string Html { get; set; }

    public required string Text { get; set; }

    public long Version { get; set; }
}

/// <summary>Whose signature it is.</summary>
public enum SignatureOwner
{
    Agent,
    Channel,
}
