namespace AgentMail.TestKit.Installation;

/// <summary>Where a process finds the engines: the three connection strings.</summary>
public sealed record Engines(string Database, string RabbitMq, string Redis)
{
    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["ConnectionStrings__Database"] = Database,
        ["ConnectionStrings__RabbitMq"] = RabbitMq,
        ["ConnectionStrings__Redis"] = Redis,
    };
}
