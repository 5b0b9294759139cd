using AgentMail.Contracts.Commands;
using AgentMail.Core.Messaging;
using MassTransit;

namespace AgentMail.Worker.Delivery;

/// <summary>Rings the lanes and returns at once.</summary>
internal sealed class DeliverDueConsumer(LaneDirectory lanes, ILogger<DeliverDueConsumer> log) : IConsumer<DeliverDue>
{
    public Task Consume(ConsumeContext<DeliverDue> context)
    {
        if (Completeness.Missing(context.Message) is { } missing)
            log.LogWarning("A ring without {Member} is dropped; the sweep finds what it was about", missing);
        else
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
