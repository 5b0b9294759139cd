namespace AgentMail.Contracts.Commands;

/// <summary>What a save does to a stored secret. Secrets travel sealed, never in clear.</summary>
/// <param name="Kind">Keep, clear or replace.</param>
/// <param name="Sealed">The sealed secret when <paramref name="Kind"/> is <see cref="SecretChangeKind.Replace"/>; null otherwise.</param>
public sealed record SecretChange(SecretChangeKind Kind, string? Sealed = null)
{
    /// <summary>The request did not mention the secret.</summary>
    public static SecretChange Keep { get; } = new(SecretChangeKind.Keep);

    /// <summary>The request said <c>null</c>.</summary>
    public static SecretChange Clear { get; } = new(SecretChangeKind.Clear);

    /// <summary>The request gave a new secret.</summary>
    public static SecretChange Replace(string sealedSecret) => new(SecretChangeKind.Replace, sealedSecret);
}

/// <summary>The three things a request can say of a write-only secret.</summary>
public enum SecretChangeKind
{
    /// <summary>Leave what is stored.</summary>
    Keep,

    /// <summary>Remove it.</summary>
    Clear,

    /// <summary>Store a new one.</summary>
    Replace,
}
