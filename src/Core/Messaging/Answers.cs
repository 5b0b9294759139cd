using MassTransit;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Messaging;

/// <summary>
/// Answers requests within a time of its own. MassTransit's own way of responding has none, and keeps the request's place until the answer
/// is out: under a broker's disk alarm for ever.
/// </summary>
public sealed class Answers(IBus bus, ILogger<Answers> log)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Answers whoever waits, if anybody does. A lost answer costs the asker a wait, and no more.</summary>
    public async Task SendAsync<T>(ConsumeContext request, T answer) where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ResponseAddress is not { } address)
            return;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(request.CancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            var endpoint = await bus.GetSendEndpoint(address);
            await endpoint.Send(answer, context => context.RequestId = request.RequestId, deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.LogWarning("The bus took no {Answer}: {Error}", typeof(T).Name, error.Message);
        }
    }
}
