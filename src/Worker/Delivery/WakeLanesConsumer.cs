using AgentMail.Contracts.Commands;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
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

/// <summary>A queue per worker: under one name shared by all, the broker would lock out every worker but the first.</summary>
internal sealed class WakeLanesDefinition : ConsumerDefinition<WakeLanesConsumer>
{
    public WakeLanesDefinition(WorkerId worker) => Endpoint(e => (e.Name, e.Temporary) = (Topology.WakeLanes(worker), true));
}
