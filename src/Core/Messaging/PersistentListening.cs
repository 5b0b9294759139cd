using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;

namespace AgentMail.Core.Messaging;

/// <summary>
/// RabbitMQ as MassTransit has it, but for one thing: it listens again soon after the broker is back, however often it had to before.
/// MassTransit waits longer with every lost connection in the life of a process, up to 38 seconds, and gives up for good at a fault that
/// its list of passing ones does not name. (ADR 17)
/// </summary>
internal static class PersistentListening
{
    public static void UsingRabbitMqPersistently(this IBusRegistrationConfigurator bus, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure) =>
        bus.SetBusFactory(new Factory(new BusConfiguration(new RabbitMqTopologyConfiguration(RabbitMqBusFactory.CreateMessageTopology())), configure));

    private sealed class Factory(BusConfiguration bus, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
        : TransportRegistrationBusFactory<IRabbitMqReceiveEndpointConfigurator>(bus.Host)
    {
        public override IBusInstance CreateBus(IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName) =>
            CreateBus(new RabbitMqBusFactoryConfigurator(bus), context, configure, specifications);
    }

    private sealed class BusConfiguration : RabbitMqBusConfiguration, IRabbitMqBusConfiguration
    {
        public BusConfiguration(IRabbitMqTopologyConfiguration topology)
            : base(topology) => Host = new(this, topology);

        public PersistentHost Host { get; }

        IRabbitMqHostConfiguration IRabbitMqBusConfiguration.HostConfiguration => Host;

        IHostConfiguration IBusConfiguration.HostConfiguration => Host;

        ConnectHandle IEndpointConfigurationObserverConnector.ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) =>
            Host.ConnectEndpointConfigurationObserver(observer);
    }

    private sealed class PersistentHost(IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology) : RabbitMqHostConfiguration(bus, topology)
    {
        // Each wait is a second longer than this. When the thousand are used up, they begin anew.
        private static readonly IRetryPolicy Soon = Retry.Interval(1000, TimeSpan.FromSeconds(2));

        public override IRetryPolicy ReceiveTransportRetryPolicy => Soon;

        // Whoever sends has a deadline, and begins anew with each message.
        public override IRetryPolicy SendTransportRetryPolicy => base.ReceiveTransportRetryPolicy;
    }
}
