using AgentMail.Contracts.Commands;
using MassTransit;

namespace AgentMail.Core.Messaging;

/// <summary>
/// How the queues that workers share are declared: by whoever starts first, API or worker, with the same arguments. So a command that is
/// sent before any worker ever ran waits for one. (ADR 14)
/// </summary>
public static class SharedQueue
{
    private const int Prefetch = 64;

    // A worker that dies of a message takes it back to the queue each time; so does one that throws, or cannot read it.
    private const int DeliveryLimit = 5;

    // Rings that nobody answers must not fill the broker's disk; what it refuses, the sweeps find.
    private const int MaxLength = 100_000;

    private const int MaxDeadLetters = 10_000;

    private static readonly TimeSpan DeadLetterAge = TimeSpan.FromDays(7);

    /// <summary>On RabbitMQ a faulted or unreadable message goes back, and after some times to the dead letters; in memory it is gone.</summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.PrefetchCount = Prefetch;
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            Declare(rabbit);
            endpoint.RethrowFaultedMessages();
            endpoint.ThrowOnSkippedMessages();
        }
        else
        {
            Discard(endpoint);
        }
    }

    /// <summary>What is faulted or unreadable is logged and gone: for messages of which nothing could be learned later.</summary>
    public static void Discard(IReceiveEndpointConfigurator endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.PublishFaults = false;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
    }

    /// <summary>Has the bus declare all of them, and the dead letters, whenever it connects.</summary>
    internal static void DeclareAll(IRabbitMqBusFactoryConfigurator bus)
    {
        bus.DeployPublishTopology = true;
        bus.Publish<DeliverDue>(command =>
        {
            command.BindQueue(Topology.DeadLetters, Topology.DeadLetters, DeclareDeadLetters);
            command.BindQueue(Topology.DeliverDue, Topology.DeliverDue, Declare);
        });
        bus.Publish<ApplyConfiguration>(command => command.BindQueue(Topology.ApplyConfiguration, Topology.ApplyConfiguration, Declare));
        bus.Publish<RunTestEmail>(command => command.BindQueue(Topology.RunTestEmail, Topology.RunTestEmail, Declare));
    }

    private static void Declare(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        queue.SetQueueArgument("x-max-length", MaxLength);
        // At-least-once, because what is dead-lettered tells of a fault; it asks for reject-publish.
        queue.SetQueueArgument("x-overflow", "reject-publish");
        queue.SetQueueArgument("x-dead-letter-exchange", Topology.DeadLetters);
        queue.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
    }

    // Bounded, and the oldest goes first: the last thing a broken release may do is to fill the broker.
    private static void DeclareDeadLetters(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQuorumQueue();
        queue.SetQueueArgument("x-max-length", MaxDeadLetters);
        queue.SetQueueArgument("x-message-ttl", DeadLetterAge);
    }
}
