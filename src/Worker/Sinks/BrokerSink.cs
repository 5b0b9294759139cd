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

    /// <summary>Why the broker takes nothing from this connection; null while it does.</summary>
    private volatile string? _blocked;

    public string Name => "rabbitmq";

    public async Task WriteAsync(IReadOnlyList<EventRow> events, CancellationToken ct)
    {
        var channel = await ChannelAsync(ct);
        // What is written to it now would lie in the broker's socket until the alarm is over, each try of it.
        if (_blocked is { } why)
            throw new IOException($"the broker takes nothing ({why})");
        try
        {
            await Task.WhenAll(events.Select(row => PublishAsync(channel, row, ct).AsTask()));
        }
        catch when (_blocked is null)
        {
            // It may have said nothing for good: the next try is made on another connection.
            Abandon();
            throw;
        }
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
        Abandon();
        _connection = await new BrokerAddress(mode.RabbitMq!).Connections().CreateConnectionAsync($"agentmail events {worker}", ct);
        _connection.ConnectionBlockedAsync += (_, blocked) => Note(blocked.Reason);
        _connection.ConnectionUnblockedAsync += (_, _) => Note(null);
        var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await channel.ExchangeDeclareAsync(Topology.Events, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: ct);
        return _channel = channel;
    }

    private Task Note(string? blocked)
    {
        _blocked = blocked;
        return Task.CompletedTask;
    }

    // Nobody waits for a farewell from a broker that may be gone.
    private void Abandon()
    {
        var connection = _connection;
        (_connection, _channel, _blocked) = (null, null, null);
        _ = connection?.DisposeAsync().AsTask().ContinueWith(closed => closed.Exception, TaskScheduler.Default);
    }
}
