namespace AgentMail.Core.TestEmails;

/// <summary>What a person typed for a test, for the moment until a worker reads it: only its id travels on the bus.</summary>
public sealed class TypedValuesRow
{
    public required string Id { get; init; }

    /// <summary>The values, sealed.</summary>
    public required string Sealed { get; init; }

    /// <summary>From then on nobody reads it and any sweep may remove it.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
