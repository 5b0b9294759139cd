using System.Text;

namespace AgentMail.TestKit.Smtp;

/// <summary>What no mail server does by mistake.</summary>
public static class Hostile
{
    private const int PacketSize = 64 * 1024;

    /// <summary>Sends this over and over, as fast as it is taken, until the client goes away.</summary>
    public static Play Endless(string part)
    {
        // Made once: what the client keeps of it is measured, and not what the server makes.
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, Math.Max(1, PacketSize / part.Length))));
        return new(0, async (wire, cancellation) =>
        {
            while (!wire.IsClosed)
                await wire.SendAsync(bytes, cancellation);
        });
    }

    /// <summary>Sends this over and over, one byte at a time with a pause after each, until the client goes away.</summary>
    public static Play Drip(string bytes, TimeSpan pause) => new(0, async (wire, cancellation) =>
    {
        for (var i = 0; !wire.IsClosed; i++)
        {
            await wire.SendAsync(Encoding.UTF8.GetBytes(bytes, i % bytes.Length, 1), cancellation);
            await Task.Delay(pause, cancellation);
        }
    });

    /// <summary>Neither reads nor says anything, and stays: whoever writes to it fills the network's buffers and waits.</summary>
    public static Play Deaf { get; } = new(0, (_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
}
