using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.TestEmails;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Messaging;

/// <summary>
/// Asks a worker over MassTransit. A test may take minutes, and that there is no worker shall be known sooner: so a worker answers
/// twice, when it begins and when it is done.
/// </summary>
internal sealed class MassTransitTestGateway(
    IBus bus, TypedValuesStore typedValues, IOptions<TestEmailOptions> options, TimeProvider clock, ILogger<MassTransitTestGateway> log) : ITestEmailGateway
{
    private readonly IRequestClient<RunTestEmail> _client = bus.CreateRequestClient<RunTestEmail>(Topology.Address(Topology.RunTestEmail));

    public async Task<TestEmailResult?> RunAsync(RunTestEmail test, TypedValues typed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(test);
        return await AskAsync(test with { TypedId = await typedValues.PutAsync(test.TenantId, test.Subject, test.Id, typed, ct) }, ct);
    }

    private async Task<TestEmailResult?> AskAsync(RunTestEmail request, CancellationToken ct)
    {
        var pickUp = options.Value.PickUpTimeout;
        using var handle = _client.Create(request, ct, RequestTimeout.After(ms: (int)options.Value.AnswerTimeout.TotalMilliseconds));
        // Where it expired it would lie with the dead letters; a worker that comes too late runs no test.
        handle.UseExecute(context => context.TimeToLive = null);
        try
        {
            var begun = handle.GetResponse<TestEmailBegun>(readyToSend: false);
            var result = handle.GetResponse<TestEmailResult>();
            if (await Task.WhenAny(begun, result).WaitAsync(pickUp, clock, ct) == begun)
                await begun;
            var message = (await result).Message;
            if (Completeness.Missing(message) is not { } missing)
                return message;
            log.LogWarning("The answer to the test of {Subject} {Id} has no {Member}", request.Subject, request.Id, missing);
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            log.LogInformation("No worker answered the test of {Subject} {Id}: {Error}", request.Subject, request.Id, error.GetType().Name);
            return null;
        }
    }
}
