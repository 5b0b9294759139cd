using AgentMail.Core.Events;
using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using RabbitMQ.Client;
using EventId = AgentMail.Core.Events.EventId;

namespace AgentMail.Worker.Sinks;

/// <summary>
/// Publishes each event as plain JSON on the topic exchange <c>agentmail.events</c>, confirmed by the broker. Plain AMQP rather than
/// MassTransit, so that any client can read it without a library of ours.
/// </summary>
internal sealed class BrokerSink(RunMode mode, WorkerId worker) : IEventSink, IAsyncDisposable
{
    private IConnection? _connection;
    private IChannel? _channel;

    public string Name => "rabbitmq";

    public async Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        var channel = await ChannelAsync(ct);
        var confirmed = new List<Task>(events.Count);
        foreach (var row in events)
            confirmed.Add(PublishAsync(channel, row, ct).AsTask());
        await Task.WhenAll(confirmed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private static ValueTask PublishAsync(IChannel channel, EventRow row, CancellationToken ct) => channel.BasicPublishAsync(
        Topology.Events, $"{row.TenantId}.{row.Type}", mandatory: false,
        new BasicProperties
        {
            ContentType = "application/json",
            ContentEncoding = "utf-8",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = EventId.Format(row.Number),
            Type = row.Type,
            Timestamp = new AmqpTimestamp(row.Timestamp.ToUnixTimeSeconds()),
        },
        EventJson.Bytes(row), ct);

    private async Task<IChannel> ChannelAsync(CancellationToken ct)
    {
        if (_channel is { IsOpen: true })
            return _channel;
        await DisposeAsync();
        _connection = await new ConnectionFactory { Uri = new Uri(mode.RabbitMq!), AutomaticRecoveryEnabled = false }
            .CreateConnectionAsync($"agentmail events {worker}", ct);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await _channel.ExchangeDeclareAsync(Topology.Events, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        return _channel;
    }
}
