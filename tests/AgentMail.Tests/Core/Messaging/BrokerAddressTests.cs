using AgentMail.Core.Messaging;

namespace AgentMail.Tests.Core.Messaging;

public sealed class BrokerAddressTests
{
    [Theory]
    [InlineData("amqp://guest:guest@broker:5672/vhost", 7)]
    [InlineData("amqps://broker/vhost?prefetch=3", 7)]
    [InlineData("amqp://broker/vhost?heartbeat=30", 30)]
    [InlineData("amqp://broker/vhost?prefetch=3&Heartbeat=20", 20)]
    [InlineData("amqp://broker/vhost?heartbeat=soon", 7)]
    public void A_silent_network_is_noticed_soon_unless_the_address_says_otherwise(string address, int seconds)
    {
        var broker = new BrokerAddress(address);

        Assert.Equal(TimeSpan.FromSeconds(seconds), broker.Heartbeat);
        Assert.Equal(broker.Heartbeat, broker.Connections().RequestedHeartbeat);
    }
}
