using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Messaging;

/// <summary>Rings for lanes without making anyone wait: what is rung while a message is on its way goes out together in the next one.</summary>
public sealed class LaneBell(IBusRings bus, ILogger<LaneBell> log) : BackgroundService
{
    private const int MostLanes = Contracts.Commands.DeliverDue.MaxLanes;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly Channel<string> _rung = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Notes that the lane has emails due. Dropped under an overload that the sweeper then makes good.</summary>
    public void Ring(string lane) => _rung.Writer.TryWrite(lane);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = new HashSet<string>(StringComparer.Ordinal);
        while (await _rung.Reader.WaitToReadAsync(stoppingToken))
        {
            while (lanes.Count < MostLanes && _rung.Reader.TryRead(out var lane))
                lanes.Add(lane);
            await SendAsync(lanes, stoppingToken);
            lanes.Clear();
        }
    }

    private async Task SendAsync(HashSet<string> lanes, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Deadline);
        try
        {
            await bus.LanesDueAsync(lanes, deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
        {
            // The emails are stored; a worker's sweeper finds them without the ring.
            log.LogWarning("The bus took no ring for {Lanes} lanes: {Error}", lanes.Count, error.Message);
        }
    }
}
