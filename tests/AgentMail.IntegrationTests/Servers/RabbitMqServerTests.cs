using System.Text;
using AgentMail.TestKit.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AgentMail.IntegrationTests.Servers;

public sealed class RabbitMqServerTests(IntegrationServers servers)
{
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_and_consume()
    {
        var broker = await servers.RabbitMqAsync();
        await using var connection = await ConnectAsync(broker);
        await DeclareAsync(connection, "servers-greeting");
        await PublishAsync(connection, "servers-greeting");

        Assert.Equal("good morning", await ConsumeAsync(connection, "servers-greeting"));
    }

    [Fact]
    public async Task Confirmed_messages_survive_a_stop_and_a_kill()
    {
        await using var broker = await RabbitMqServer.StartNewAsync();
        await using (var connection = await ConnectAsync(broker))
        {
            await DeclareAsync(connection, "stopped");
            await DeclareAsync(connection, "killed");
            await PublishAsync(connection, "stopped");
        }

        await broker.StopAsync();
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(broker));
        await broker.StartAsync();
        await using (var connection = await ConnectAsync(broker)) await PublishAsync(connection, "killed");
        await broker.KillAsync();
        await broker.StartAsync();

        await using var after = await ConnectAsync(broker);
        Assert.Equal("good morning", await ConsumeAsync(after, "stopped"));
        Assert.Equal("good morning", await ConsumeAsync(after, "killed"));
    }

    private static Task<IConnection> ConnectAsync(RabbitMqServer broker)
        => new ConnectionFactory { Uri = new Uri(broker.ConnectionString), AutomaticRecoveryEnabled = false }.CreateConnectionAsync(Cancellation);

    // RabbitMQ 3.10 forgets a quorum queue declared in the last half second before a kill, with the messages confirmed in it.
    private static async Task DeclareAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, Quorum, cancellationToken: Cancellation);
    }

    private static async Task PublishAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancellation);
        await channel.BasicPublishAsync("", queue, mandatory: true, "good morning"u8.ToArray(), Cancellation);
    }

    private static async Task<string> ConsumeAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var message = await channel.BasicGetAsync(queue, autoAck: true, Cancellation);
        return Encoding.UTF8.GetString(message!.Body.Span);
    }
}
