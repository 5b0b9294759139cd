using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Messaging;
using AgentMail.Core.TestEmails;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Testing;

/// <summary>Runs a test email and answers with how it went.</summary>
internal sealed class RunTestEmailConsumer(TestRun tests, TestPlaces places, TimeProvider clock) : IConsumer<RunTestEmail>
{
    public async Task Consume(ConsumeContext<RunTestEmail> context)
    {
        var request = context.Message;
        if (request.BeginBefore < clock.GetUtcNow())
            return;
        using var place = places.TryTake(request);
        if (place is null)
        {
            await context.RespondAsync(TestEmailResult.NotRun(TestEmailOutcome.Busy, TestPlaces.Refusal));
            return;
        }
        await context.RespondAsync(new TestEmailBegun());
        await context.RespondAsync(await tests.RunAsync(request, context.CancellationToken));
    }
}

/// <summary>The queue all workers share. What fails is not kept: nobody would run it again.</summary>
internal sealed class RunTestEmailDefinition : ConsumerDefinition<RunTestEmailConsumer>
{
    private readonly int _maxConcurrent;

    public RunTestEmailDefinition(IOptions<TestEmailOptions> options) => (EndpointName, _maxConcurrent) = (Topology.RunTestEmail, options.Value.MaxConcurrent);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RunTestEmailConsumer> consumerConfigurator, IRegistrationContext context)
    {
        SharedQueue.Configure(endpointConfigurator);
        // No more than it runs: what waits here would be out of reach of another worker.
        endpointConfigurator.PrefetchCount = _maxConcurrent;
        endpointConfigurator.ConcurrentMessageLimit = _maxConcurrent;
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.DiscardSkippedMessages();
    }
}
