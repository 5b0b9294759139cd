using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentMail.Core.Health;

/// <summary>Asks the broker itself, on a connection that is kept. MassTransit's own check stays healthy on a process that only sends.</summary>
internal sealed class BrokerProbe(RunMode mode) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    /// <summary>How many messages lie in the dead letter queue; null before anybody has declared it.</summary>
    /// <exception cref="Exception">The broker cannot be reached, or does not answer.</exception>
    public async Task<long?> DeadLettersAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return await CountAsync(await ConnectionAsync(ct), ct);
        }
        catch
        {
            Abandon();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _gate.Dispose();
    }

    private static async Task<long?> CountAsync(IConnection connection, CancellationToken ct)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: ct);
        var messages = await CountAsync(channel, ct);
        await channel.DisposeAsync();
        return messages;
    }

    private static async Task<long?> CountAsync(IChannel channel, CancellationToken ct)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(Topology.DeadLetters, ct)).MessageCount;
        }
        catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    // A broker that says nothing says no farewell either, and nobody shall wait for it.
    private void Abandon()
    {
        var connection = _connection;
        _connection = null;
        _ = connection?.DisposeAsync().AsTask().ContinueWith(closed => closed.Exception, TaskScheduler.Default);
    }

    private async Task<IConnection> ConnectionAsync(CancellationToken ct)
    {
        if (_connection is { IsOpen: true } open)
            return open;
        await DropAsync();
        return _connection = await new BrokerAddress(mode.RabbitMq!).Connections().CreateConnectionAsync("agentmail health", ct);
    }

    private async Task DropAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }
}
