using AgentMail.Core.Messaging;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Storage;

namespace AgentMail.IntegrationTests.Messaging;

/// <summary>An API on a broker that no worker has ever seen: what it rings for waits in queues that it declares itself, for the worker that will come.</summary>
public sealed class ApiBeforeWorkersTests(IntegrationServers servers)
{
    private const string Agent = """{"displayName": "Ann", "enabled": true}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Rings_wait_for_the_first_worker_and_none_of_them_ends_as_a_dead_letter()
    {
        var postgres = servers.PostgresAsync();
        var rabbitMq = (await servers.RabbitMqAsync()).ForInstallation();
        var database = await (await postgres).CreateDatabaseAsync();
        // Time enough for the very first send of a process on a busy machine.
        var settings = new Dictionary<string, string> { ["AgentMail__ConfigurationTimeout"] = "00:00:04", ["AgentMail__TestEmail__PickUpTimeout"] = "00:00:04" };
        await using var installation = await ScaledOut.StartAsync(database, rabbitMq, (await servers.RedisAsync()).ForInstallation(), workers: 0, settings);
        await using var broker = await BrokerDesk.OpenAsync(rabbitMq);
        var admin = installation.Admin;
        await AddAnnAsync(database);

        var email = await admin.PostAsync("/v1/emails", """{"sender": {"agentId": "ann"}, "to": ["bob@example.net"], "subject": "Hi", "text": "Hello"}""");
        var asked = await admin.PutAsync("/v1/agents/ann", Agent.Replace("Ann", "Anna", StringComparison.Ordinal));
        var rung = await admin.PutAsync("/v1/agents/ann", Agent.Replace("Ann", "Annabel", StringComparison.Ordinal), ("Prefer", "respond-async"));
        var test = await admin.PostAsync("/v1/servers/sandbox/test-email", """{"to": "admin@acme.example"}""");

        Assert.Equal((202, 202, 202, 503), (email.Status, asked.Status, rung.Status, test.Status));
        await Eventually.BecomesAsync(() => WaitingAsync(broker), waiting => waiting == (1, 2, 1), Patience);

        await installation.StartWorkerAsync();
        await Eventually.BecomesAsync(() => WaitingAsync(broker), waiting => waiting == (0, 0, 0), Patience);
        await admin.WaitForStatusAsync(email["id"]!, "sent", Patience);
        await Eventually.BecomesAsync(async () => (await admin.ReadAsync("/v1/agents/ann"))["displayName"], name => name == "Annabel", Patience);
        Assert.Equal(0, await broker.WaitingAsync(Topology.DeadLetters));
        Assert.Equal(0, (await admin.ReadAsync("/v1/events?type=identity.tested")).Body.GetProperty("items").GetArrayLength());
    }

    private static async Task AddAnnAsync(string database)
    {
        await using var process = new ProcessServices(database);
        var desk = process.DeskOf("default");
        await desk.ApplyAllAsync(Change.Agent("ann"), Change.Profile("ann"));
    }

    private static async Task<(long?, long?, long?)> WaitingAsync(BrokerDesk broker) => (
        await broker.WaitingAsync(Topology.DeliverDue), await broker.WaitingAsync(Topology.ApplyConfiguration), await broker.WaitingAsync(Topology.RunTestEmail));
}
