using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Messaging;
using AgentMail.Core.TestEmails;
using MassTransit;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Testing;

/// <summary>Runs a test email and answers with how it went. A test that broke off is never run again: its message may have gone out.</summary>
internal sealed class RunTestEmailConsumer(TestRun tests, TestPlaces places, Answers answers, TimeProvider clock, ILogger<RunTestEmailConsumer> log) : IConsumer<RunTestEmail>
{
    private const string OwnFault = "The test broke off by a fault of AgentMail's own, such as a database that is away. Nothing is known to be wrong with the settings; try again in a few seconds.";

    public async Task Consume(ConsumeContext<RunTestEmail> context)
    {
        var request = context.Message;
        if (Completeness.Missing(request) is { } missing)
            log.LogWarning("A test email without {Member} is not run", missing);
        else if (request.BeginBefore >= clock.GetUtcNow())
            await RunAsync(context, request);
    }

    private async Task RunAsync(ConsumeContext context, RunTestEmail request)
    {
        using var place = places.TryTake(request);
        if (place is null)
        {
            await answers.SendAsync(context, TestEmailResult.NotRun(TestEmailOutcome.Busy, TestPlaces.Refusal));
            return;
        }
        await answers.SendAsync(context, new TestEmailBegun());
        await answers.SendAsync(context, await GuardedAsync(request, context.CancellationToken));
    }

    private async Task<TestEmailResult> GuardedAsync(RunTestEmail request, CancellationToken ct)
    {
        try
        {
            return await tests.RunAsync(request, ct);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            log.LogError(error, "The test of {Subject} {Id} broke off", request.Subject, request.Id);
            return TestEmailResult.NotRun(TestEmailOutcome.Unavailable, OwnFault);
        }
    }
}

/// <summary>The queue all workers share.</summary>
internal sealed class RunTestEmailDefinition : ConsumerDefinition<RunTestEmailConsumer>
{
    private readonly int _maxConcurrent;

    public RunTestEmailDefinition(IOptions<TestEmailOptions> options) => (EndpointName, _maxConcurrent) = (Topology.RunTestEmail, options.Value.MaxConcurrent);

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<RunTestEmailConsumer> consumerConfigurator, IRegistrationContext context)
    {
        SharedQueue.Configure(endpointConfigurator);
        // Not bound to what APIs of before v2 publish: they put what was typed into the message, where this version does not look for it.
        endpointConfigurator.ConfigureConsumeTopology = false;
        // No more than it runs: what waits here would be out of reach of another worker.
        endpointConfigurator.PrefetchCount = _maxConcurrent;
        endpointConfigurator.ConcurrentMessageLimit = _maxConcurrent;
    }
}
