using System.Threading.Channels;

namespace AgentMail.Worker.Delivery;

/// <summary>A doorbell that remembers one ring.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>True when it was set; takes the ring.</summary>
    public bool TryTake() => _channel.Reader.TryRead(out _);

    /// <summary>Waits for a ring, at most <paramref name="longest"/>; false when none came.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        if (TryTake())
            return true;
        if (longest <= TimeSpan.Zero)
            return false;
        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            return await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
