namespace AgentMail.TestKit.Servers;

/// <summary>A RabbitMQ that more can be done to.</summary>
internal interface IBrokerInstance : IServerInstance
{
    /// <summary>Runs <c>rabbitmqctl</c> against it.</summary>
    Task ControlAsync(params string[] arguments);

    /// <summary>Kills it, and nothing of what it kept is left.</summary>
    Task EraseAsync();
}
