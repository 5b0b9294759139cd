using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentMail.IntegrationTests.Messaging;

/// <summary>A plain AMQP client on an installation's virtual host: sees its queues, and puts in what no process of this version would.</summary>
internal sealed class BrokerDesk : IAsyncDisposable
{
    private readonly IConnection _connection;

    private BrokerDesk(IConnection connection) => _connection = connection;

    public static async Task<BrokerDesk> OpenAsync(string rabbitMq) =>
        new(await new ConnectionFactory { Uri = new(rabbitMq) }.CreateConnectionAsync(TestContext.Current.CancellationToken));

    /// <summary>Messages that wait in the queue; null where there is no such queue.</summary>
    public async Task<long?> WaitingAsync(string queue)
    {
        var channel = await _connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
        finally
        {
            await channel.DisposeAsync();
        }
    }

    /// <summary>Publishes a command in MassTransit's envelope, its own JSON as it is given.</summary>
    public Task SendAsync(string exchange, string messageType, string message) => SendRawAsync(exchange, $$"""
        {
          "messageId": {{JsonSerializer.Serialize(Guid.NewGuid())}},
          "messageType": ["urn:message:{{messageType}}"],
          "message": {{message}}
        }
        """);

    public async Task SendRawAsync(string exchange, string body)
    {
        await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", DeliveryMode = DeliveryModes.Persistent };
        await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>The oldest message, which is taken out; null where there is none.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        return await channel.BasicGetAsync(queue, autoAck: true);
    }

    public async Task PurgeAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueuePurgeAsync(queue);
    }

    /// <summary>A queue that takes one message and refuses each further one.</summary>
    public async Task BindFullQueueAsync(string exchange)
    {
        await using var channel = await _connection.CreateChannelAsync();
        var full = new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" };
        var queue = (await channel.QueueDeclareAsync("full", durable: true, exclusive: false, autoDelete: false, full)).QueueName;
        await channel.QueueBindAsync(queue, exchange, "");
        await channel.BasicPublishAsync("", queue, body: default);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
