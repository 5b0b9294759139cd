using AgentMail.Contracts.Commands;

namespace AgentMail.Core.Configuration.Changes;

/// <summary>A stored secret with the place it was given for; see <see cref="Secrets.SecretPlace"/>.</summary>
internal sealed record PlacedSecret(string? Sealed, string? Place)
{
    /// <summary>The secret after a change: a new one belongs to the place as of after that change, and one that is kept keeps its own.</summary>
    public PlacedSecret After(SecretChange change, string placeNow) => change.Kind switch
    {
        SecretChangeKind.Keep => this,
        SecretChangeKind.Clear => new(null, null),
        _ => new(change.Sealed, placeNow),
    };
}
