using AgentMail.Core.Hosting;
using AgentMail.Core.Messaging;
using AgentMail.IntegrationTests.Servers;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.IntegrationTests.Messaging;

/// <summary>A ring counts as sent once the broker has it, and what it refuses is known to have been refused.</summary>
public sealed class PublisherConfirmTests(IntegrationServers servers)
{
    [Fact]
    public async Task What_the_broker_refuses_is_not_taken_for_sent()
    {
        var rabbitMq = (await servers.RabbitMqAsync()).ForInstallation();
        await using var services = Services(rabbitMq);
        await using var broker = await BrokerDesk.OpenAsync(rabbitMq);
        var (bus, rings) = (services.GetRequiredService<IBusControl>(), services.GetRequiredService<IBusRings>());
        await bus.StartAsync(TestContext.Current.CancellationToken);
        await rings.LanesDueAsync(["acme/main/shared"], TestContext.Current.CancellationToken);
        Assert.Equal(1, await broker.WaitingAsync(Topology.DeliverDue));

        await broker.BindFullQueueAsync(Topology.DeliverDue);

        await Assert.ThrowsAnyAsync<Exception>(() => rings.LanesDueAsync(["acme/main/shared"], TestContext.Current.CancellationToken));
        await bus.StopAsync(TestContext.Current.CancellationToken);
    }

    private static ServiceProvider Services(string rabbitMq)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Database", "Host=127.0.0.1;Port=1"), new("ConnectionStrings:RabbitMq", rabbitMq)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddMetrics();
        services.AddAgentMailBus(services.AddAgentMailCore(configuration));
        return services.BuildServiceProvider();
    }
}
