using System.Buffers.Binary;
using AgentMail.Core.Agents;

namespace AgentMail.Api.Choices;

/// <summary>Renders a score as a WAV file: 16-bit PCM, mono.</summary>
internal static class SoundFile
{
    public const int SampleRate = 22_050;

    private const int HeaderLength = 44;
    private const double AttackSeconds = 0.003;

    // Where exp(-t) is below what 16 bits can tell from silence at the levels used.
    private const double AudibleDecays = 7;

    public static byte[] Render(IReadOnlyList<Tone> tones)
    {
        var seconds = tones.Max(t => t.Start + (AudibleDecays * t.Decay));
        var samples = new double[(int)(seconds * SampleRate)];
        foreach (var tone in tones)
            Mix(tone, samples);
        // Tones that meet may not clip.
        var peak = Math.Max(1, samples.Max(Math.Abs));
        var file = new byte[HeaderLength + (samples.Length * sizeof(short))];
        WriteHeader(file, samples.Length * sizeof(short));
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderLength + (i * sizeof(short))), (short)(samples[i] / peak * short.MaxValue));
        return file;
    }

    private static void Mix(Tone tone, double[] samples)
    {
        var phase = 0.0;
        for (var i = (int)(tone.Start * SampleRate); i < samples.Length; i++)
        {
            var t = ((double)i / SampleRate) - tone.Start;
            var glide = Math.Min(1, t / tone.Decay);
            phase += 2 * Math.PI * (tone.Hertz + (((tone.ToHertz ?? tone.Hertz) - tone.Hertz) * glide)) / SampleRate;
            samples[i] += tone.Level * Math.Min(1, t / AttackSeconds) * Math.Exp(-t / tone.Decay) * Math.Sin(phase);
        }
    }

    private static void WriteHeader(Span<byte> file, int dataLength)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], SampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 8 * sizeof(short));
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], dataLength);
    }
}
