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
internal sealed class MassTransitTestGateway(IBus bus, IOptions<TestEmailOptions> options, TimeProvider clock, ILogger<MassTransitTestGateway> log) : ITestEmailGateway
{
    private readonly IRequestClient<RunTestEmail> _client = bus.CreateRequestClient<RunTestEmail>();

    public async Task<TestEmailResult?> RunAsync(RunTestEmail request, CancellationToken ct)
    {
        var pickUp = options.Value.PickUpTimeout;
        using var handle = _client.Create(request, ct, RequestTimeout.After(ms: (int)options.Value.AnswerTimeout.TotalMilliseconds));
        try
        {
            var begun = handle.GetResponse<TestEmailBegun>(readyToSend: false);
            var result = handle.GetResponse<TestEmailResult>();
            if (await Task.WhenAny(begun, result).WaitAsync(pickUp, clock, ct) == begun)
                await begun;
            return (await result).Message;
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is OperationCanceledException or TimeoutException or RequestException or MassTransitException)
        {
            log.LogInformation("No worker answered the test of {Subject} {Id}: {Error}", request.Subject, request.Id, error.GetType().Name);
            return null;
        }
    }
}
