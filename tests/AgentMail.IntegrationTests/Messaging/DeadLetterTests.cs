using System.Text;
using AgentMail.Core.Messaging;
using AgentMail.IntegrationTests.ScaleOut;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;

namespace AgentMail.IntegrationTests.Messaging;

/// <summary>Commands that no process of this version wrote, through the real serializer and the real queues.</summary>
public sealed class DeadLetterTests(ScaledOutFixture fixture) : IClassFixture<ScaledOutFixture>
{
    private const string DeliverDue = "AgentMail.Contracts.Commands:DeliverDue";
    private const string ApplyConfiguration = "AgentMail.Contracts.Commands:ApplyConfiguration";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _admin = fixture.Installation.Admin;

    [Fact]
    public async Task A_member_more_or_less_is_no_dead_letter_and_the_next_command_is_heard()
    {
        await using var broker = await BrokerDesk.OpenAsync(fixture.RabbitMq);

        await broker.SendAsync(Topology.DeliverDue, DeliverDue, """{"lanes": ["default/none/shared"], "fromTheFuture": {"urgent": true}}""");
        await broker.SendAsync(Topology.DeliverDue, DeliverDue, """{"fromTheFuture": 1}""");
        await broker.SendAsync(Topology.DeliverDue, DeliverDue, """{"lanes": null}""");
        await broker.SendAsync(Topology.ApplyConfiguration, ApplyConfiguration, """{"operationId": "op_none", "fromTheFuture": []}""");
        await broker.SendAsync(Topology.ApplyConfiguration, ApplyConfiguration, "{}");

        await Eventually.TrueAsync(
            () => fixture.Installation.Logs().Split("A ring without lanes").Length == 3 && fixture.Installation.Logs().Contains("A ring without operationId", StringComparison.Ordinal), Patience);
        Assert.Equal(201, (await _admin.PutAsync("/v1/agents/after", """{"displayName": "After", "enabled": true}""")).Status);
        Assert.Equal((0L, 0L, 0L), (
            await broker.WaitingAsync(Topology.DeliverDue), await broker.WaitingAsync(Topology.ApplyConfiguration), await broker.WaitingAsync(Topology.DeadLetters)));
    }

    [Fact]
    public async Task What_nobody_can_read_lies_with_the_dead_letters_and_health_and_metrics_say_so_until_somebody_empties_them()
    {
        await using var broker = await BrokerDesk.OpenAsync(fixture.RabbitMq);
        Assert.Equal("healthy", await RabbitMqHealthAsync());

        await broker.SendRawAsync(Topology.DeliverDue, "{{ no JSON");
        await broker.SendAsync(Topology.ApplyConfiguration, ApplyConfiguration, """{"operationId": {"not": "a text"}}""");
        await broker.SendAsync(Topology.DeliverDue, "AgentMail.Contracts.Commands:UnheardOf", "{}");

        await Eventually.BecomesAsync(() => broker.WaitingAsync(Topology.DeadLetters), waiting => waiting == 3, Patience);
        Assert.Equal("degraded", await RabbitMqHealthAsync());
        Assert.Contains($"3 in the queue {Topology.DeadLetters}", (await _admin.ReadAsync("/health/ready")).Text, StringComparison.Ordinal);
        await Eventually.BecomesAsync(GaugeAsync, gauge => gauge == "3", Patience);
        foreach (var queue in new[] { Topology.DeliverDue, Topology.ApplyConfiguration })
            Assert.Equal((0L, null, null), (await broker.WaitingAsync(queue), await broker.WaitingAsync(queue + "_error"), await broker.WaitingAsync(queue + "_skipped")));
        var letter = await broker.TakeAsync(Topology.DeadLetters);
        var death = (Dictionary<string, object>)((List<object>)letter!.BasicProperties.Headers!["x-death"]!)[0];
        Assert.Equal("delivery_limit", Encoding.UTF8.GetString((byte[])death["reason"]));

        await broker.PurgeAsync(Topology.DeadLetters);
        Assert.Equal("healthy", await RabbitMqHealthAsync());
    }

    private async Task<string?> GaugeAsync() => (await _admin.ReadAsync("/metrics")).Text.Split('\n')
        .SingleOrDefault(line => line.StartsWith("agentmail_dead_letters", StringComparison.Ordinal))?.Split(' ')[1];

    private async Task<string> RabbitMqHealthAsync() =>
        (await _admin.ReadAsync("/health/ready")).Body.GetProperty("dependencies").GetProperty("rabbitmq").GetProperty("status").GetString()!;
}
