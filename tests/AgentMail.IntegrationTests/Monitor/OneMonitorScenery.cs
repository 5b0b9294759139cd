namespace AgentMail.IntegrationTests.Monitor;

/// <summary>Tests that do with one installation and one browser between them.</summary>
[CollectionDefinition(nameof(OneMonitorScenery))]
public sealed class OneMonitorScenery : ICollectionFixture<MonitorScenery>;
