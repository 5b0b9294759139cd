namespace AgentMail.Tests;

/// <summary>Tests that measure the process: no other test runs beside them. They are few and short.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
