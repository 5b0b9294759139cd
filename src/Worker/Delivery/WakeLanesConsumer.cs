using AgentMail.Contracts.Commands;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using MassTransit;

namespace AgentMail.Worker.Delivery;

/// <summary>Hears every passed-on ring and wakes the lanes that run here, and takes what is handed over. The queue is this worker's own and goes with it.</summary>
internal sealed class WakeLanesConsumer(LaneDirectory lanes, WorkerId worker, ILogger<WakeLanesConsumer> log) : IConsumer<WakeLanes>, IConsumer<TakeLanes>
{
    public Task Consume(ConsumeContext<TakeLanes> context)
    {
        if (IsComplete(context.Message) && context.Message.Worker == worker.Value)
            lanes.Ring(context.Message.Lanes);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<WakeLanes> context)
    {
        if (IsComplete(context.Message))
            lanes.Wake(context.Message.Lanes);
        return Task.CompletedTask;
    }

    private bool IsComplete(object message)
    {
        if (Completeness.Missing(message) is not { } missing)
            return true;
        log.LogWarning("A passed-on ring without {Member} is dropped; the sweep finds what it was about", missing);
        return false;
    }
}

/// <summary>A queue per worker: under one name shared by all, the broker would lock out every worker but the first.</summary>
internal sealed class WakeLanesDefinition : ConsumerDefinition<WakeLanesConsumer>
{
    public WakeLanesDefinition(WorkerId worker) => Endpoint(e => (e.Name, e.Temporary) = (Topology.WakeLanes(worker), true));

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<WakeLanesConsumer> consumerConfigurator, IRegistrationContext context) =>
        SharedQueue.Discard(endpointConfigurator);
}
