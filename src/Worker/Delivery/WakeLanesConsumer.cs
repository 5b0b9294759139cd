using AgentMail.Contracts.Commands;
using MassTransit;

namespace AgentMail.Worker.Delivery;

/// <summary>Hears every passed-on ring and wakes the lanes that run here. The queue is this worker's own and goes with it.</summary>
internal sealed class WakeLanesConsumer(LaneDirectory lanes) : IConsumer<WakeLanes>
{
    public Task Consume(ConsumeContext<WakeLanes> context)
    {
        lanes.Wake(context.Message.Lanes);
        return Task.CompletedTask;
    }
}
