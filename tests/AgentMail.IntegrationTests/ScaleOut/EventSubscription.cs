using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AgentMail.IntegrationTests.ScaleOut;

/// <summary>Listens to <c>agentmail.events</c> as a dashboard does: a plain AMQP client with a queue of its own.</summary>
internal sealed class EventSubscription : IAsyncDisposable
{
    private readonly ConcurrentQueue<BrokerEvent> _seen = new();
    private readonly IConnection _connection;

    private EventSubscription(IConnection connection) => _connection = connection;

    public static async Task<EventSubscription> StartAsync(string rabbitMq)
    {
        var subscription = new EventSubscription(await new ConnectionFactory { Uri = new(rabbitMq) }.CreateConnectionAsync());
        await subscription.ListenAsync(await subscription._connection.CreateChannelAsync());
        return subscription;
    }

    /// <summary>What came of this email so far, in order.</summary>
    public IReadOnlyList<BrokerEvent> Of(string emailId) => [.. _seen.Where(e => (string?)e.Body["data"]!["emailId"] == emailId)];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ListenAsync(IChannel channel)
    {
        // The exchange may not exist before the first event; declaring it as it is declared changes nothing.
        await channel.ExchangeDeclareAsync("agentmail.events", ExchangeType.Topic, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, "agentmail.events", "default.#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            _seen.Enqueue(new(message.RoutingKey, message.BasicProperties.ContentType, JsonNode.Parse(message.Body.Span)!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }
}

/// <summary>An event as it came over the broker.</summary>
internal sealed record BrokerEvent(string RoutingKey, string? ContentType, JsonNode Body)
{
    public override string ToString() => RoutingKey;
}
