using MassTransit;

namespace AgentMail.Core.Messaging;

/// <summary>How the queues that workers share are declared.</summary>
public static class SharedQueue
{
    private const int Prefetch = 64;

    /// <summary>Durable and replicated on RabbitMQ; nothing to do on the in-memory bus.</summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.PrefetchCount = Prefetch;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetQuorumQueue();
    }
}
