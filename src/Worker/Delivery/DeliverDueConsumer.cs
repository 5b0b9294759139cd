using AgentMail.Contracts.Commands;
using AgentMail.Core.Messaging;
using MassTransit;

namespace AgentMail.Worker.Delivery;

/// <summary>Rings the lanes and returns at once.</summary>
internal sealed class DeliverDueConsumer(LaneDirectory lanes) : IConsumer<DeliverDue>
{
    public Task Consume(ConsumeContext<DeliverDue> context)
    {
        lanes.Ring(context.Message.Lanes);
        return Task.CompletedTask;
    }
}

/// <summary>The queue all workers share.</summary>
internal sealed class DeliverDueDefinition : ConsumerDefinition<DeliverDueConsumer>
{
    public DeliverDueDefinition() => EndpointName = Topology.DeliverDue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<DeliverDueConsumer> consumerConfigurator, IRegistrationContext context) =>
        SharedQueue.Configure(endpointConfigurator);
}
