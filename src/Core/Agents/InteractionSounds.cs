namespace AgentMail.Core.Agents;

/// <summary>The sounds that may tell an agent of a new interaction (R12).</summary>
public static class InteractionSounds
{
    /// <summary>Every sound on offer.</summary>
    public static IReadOnlyList<InteractionSound> All { get; } =
    [
        new("none", "No sound"), new("chime", "Chime"), new("ringing", "Ringing"), new("knock", "Knock"),
        new("bell", "Bell"), new("pop", "Pop"), new("drop", "Drop"), new("marimba", "Marimba"),
    ];
}

/// <summary>A sound to choose.</summary>
public sealed record InteractionSound(string Id, string Label);
