using AgentMail.Contracts.Commands;
using AgentMail.Core.Configuration;
using AgentMail.Core.Messaging;
using MassTransit;

namespace AgentMail.Worker.Configuration;

/// <summary>Applies a stored configuration change and answers with what became of it.</summary>
internal sealed class ApplyConfigurationConsumer(ConfigurationApplier changes) : IConsumer<ApplyConfiguration>
{
    public async Task Consume(ConsumeContext<ApplyConfiguration> context)
    {
        if (await changes.ApplyAsync(context.Message.OperationId, context.CancellationToken) is { } reply)
            await context.RespondAsync(reply);
    }
}

/// <summary>The queue all workers share.</summary>
internal sealed class ApplyConfigurationDefinition : ConsumerDefinition<ApplyConfigurationConsumer>
{
    public ApplyConfigurationDefinition() => EndpointName = Topology.ApplyConfiguration;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ApplyConfigurationConsumer> consumerConfigurator, IRegistrationContext context) =>
        SharedQueue.Configure(endpointConfigurator);
}
