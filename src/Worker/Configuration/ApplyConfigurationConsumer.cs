using AgentMail.Contracts.Commands;
using AgentMail.Core.Configuration;
using AgentMail.Core.Messaging;
using AgentMail.Core.Storage;
using MassTransit;

namespace AgentMail.Worker.Configuration;

/// <summary>Applies a stored configuration change and answers with what became of it.</summary>
internal sealed class ApplyConfigurationConsumer(
    ConfigurationApplier changes, Database database, Answers answers, ILogger<ApplyConfigurationConsumer> log) : IConsumer<ApplyConfiguration>
{
    public async Task Consume(ConsumeContext<ApplyConfiguration> context)
    {
        if (Completeness.Missing(context.Message) is { } missing)
        {
            log.LogWarning("A ring without {Member} is dropped; the sweep finds the change it was about", missing);
            return;
        }
        try
        {
            if (await changes.ApplyAsync(context.Message.OperationId, context.CancellationToken) is { } reply)
                await answers.SendAsync(context, reply);
        }
        // Coming again at once would not help, and the dead letters are for what is broken.
        catch (Exception error) when (database.IsTransient(error))
        {
            log.LogWarning("Configuration change {OperationId} waits for the database; the sweep applies it: {Error}", context.Message.OperationId, error.Message);
        }
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
