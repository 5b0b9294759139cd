using System.Buffers.Binary;
using AgentMail.Api.Choices;
using AgentMail.Core.Agents;

namespace AgentMail.Tests.Api.Choices;

/// <summary>Each sound is a short, audible WAV file that does not clip.</summary>
public sealed class SoundFileTests
{
    public static TheoryData<string> Audible => [.. InteractionSounds.All.Where(s => s.Id != "none").Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Audible))]
    public void A_sound_is_short_and_can_be_heard(string id)
    {
        var file = SoundFile.Render(InteractionSounds.All.Single(s => s.Id == id).Tones);

        Assert.Equal("RIFF"u8, file.AsSpan(0, 4));
        Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        var samples = Samples(file);
        Assert.InRange((double)samples.Count / SoundFile.SampleRate, 0.15, 2.5);
        Assert.InRange(samples.Max(s => Math.Abs((int)s)), short.MaxValue / 4, short.MaxValue);
        // It ends in silence: no click.
        Assert.InRange(Math.Abs((int)samples[^1]), 0, 200);
    }

    [Fact]
    public void No_two_sounds_are_the_same() =>
        Assert.Equal(Audible.Count, InteractionSounds.All.Where(s => s.Tones.Count > 0).Select(s => Convert.ToHexString(SoundFile.Render(s.Tones))).Distinct().Count());

    private static List<short> Samples(byte[] file) =>
        [.. Enumerable.Range(0, (file.Length - 44) / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (2 * i))))];
}
