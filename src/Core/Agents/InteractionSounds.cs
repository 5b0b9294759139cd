namespace AgentMail.Core.Agents;

/// <summary>The sounds that may tell an agent of a new interaction (R12). They are scores, made by us and rendered where they are served.</summary>
public static class InteractionSounds
{
    /// <summary>Every sound on offer.</summary>
    public static IReadOnlyList<InteractionSound> All { get; } =
    [
        new("chime", "Chime", [new(0, 1318.5, 0.22), new(0.16, 1046.5, 0.3)]),
        new("ringing", "Ringing", [.. Ring(0), .. Ring(0.7)]),
        new("knock", "Knock", [new(0, 170, 0.03, Level: 1), new(0.19, 170, 0.03, Level: 1), new(0.38, 150, 0.04, Level: 1)]),
        new("bell", "Bell", [new(0, 880, 0.3, Level: 0.4), new(0, 2428.8, 0.18, Level: 0.2), new(0, 4752, 0.08, Level: 0.1)]),
        new("pop", "Pop", [new(0, 320, 0.03, ToHertz: 900, Level: 0.8)]),
        new("drop", "Drop", [new(0, 1600, 0.07, ToHertz: 500), new(0.14, 1200, 0.08, ToHertz: 380)]),
        new("marimba", "Marimba", [.. Bar(0, 523.3), .. Bar(0.12, 659.3), .. Bar(0.24, 784)]),
        new("none", "No sound", []),
    ];

    // A clapper between two gongs, twenty times a second.
    private static IEnumerable<Tone> Ring(double start) => Enumerable.Range(0, 10).Select(i => new Tone(start + (i * 0.05), i % 2 == 0 ? 880 : 1108.7, 0.06));

    // A wooden bar sounds with its fourth harmonic, which fades first.
    private static IEnumerable<Tone> Bar(double start, double hertz) => [new(start, hertz, 0.14), new(start, hertz * 4, 0.04, Level: 0.15)];
}

/// <summary>A sound to choose.</summary>
/// <param name="Id">What a profile names.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Tones">The score; empty for silence.</param>
public sealed record InteractionSound(string Id, string Label, IReadOnlyList<Tone> Tones);

/// <summary>A tone that is struck and fades.</summary>
/// <param name="Start">Seconds from the beginning of the sound.</param>
/// <param name="Hertz">Pitch.</param>
/// <param name="Decay">Seconds in which it fades to a third.</param>
/// <param name="ToHertz">Pitch to which it glides within <paramref name="Decay"/>; null = it stays.</param>
/// <param name="Level">Loudness, 0 to 1.</param>
public sealed record Tone(double Start, double Hertz, double Decay, double? ToHertz = null, double Level = 0.5);
