using System.Text.Json;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Webhooks;
using AgentMail.IntegrationTests.Servers;
using AgentMail.IntegrationTests.Storage;
using AgentMail.TestKit;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Servers;
using AgentMail.TestKit.Webhooks;

namespace AgentMail.IntegrationTests.Webhooks;

/// <summary>Several workers on PostgreSQL call endpoints; a receiver with the reference library of Standard Webhooks takes their word.</summary>
public sealed class WebhookWorkersTests(IntegrationServers servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_stops_hands_its_endpoints_over_and_one_that_is_killed_leaves_them_to_the_next()
    {
        var database = await (await servers.PostgresAsync()).CreateDatabaseAsync();
        await using var installation = await ScaledOut.StartAsync(
            database, (await servers.RabbitMqAsync()).ForInstallation(), (await servers.RedisAsync()).ForInstallation(), workers: 2,
            new Dictionary<string, string> { ["AgentMail__Webhooks__AllowHttp"] = "true" });
        await using var core = new ProcessServices(database);
        var scene = new WebhookScene(core.Get<Database>(), core.Get<SecretSealer>(), TimeProvider.System);
        await using var endpoint = ScriptedEndpoint.Start();
        var secret = await scene.AddAsync("crm", endpoint.Url);

        var ids = await scene.DueAsync("crm", [.. Enumerable.Range(0, 100).Select(i => $"em_{i % 20}")]);
        await Eventually.TrueAsync(() => endpoint.Calls.Count > 0, Patience);
        await installation.StopWorkerAsync(await HolderAsync(scene, installation) ?? 0);
        await DeliveredAsync(scene, 100);
        Assert.Equal(ids.Order(StringComparer.Ordinal), endpoint.Calls.Select(c => c.Id).Order(StringComparer.Ordinal));
        await VerifiedAsync(endpoint.Calls[^1], secret);

        await installation.StartWorkerAsync();
        endpoint.Plays = call => endpoint.Calls.Count(c => c.Id == call.Id) == 1 ? CallPlay.Hang : CallPlay.Answer(200);
        var (last, calls) = ((await scene.DueAsync("crm", "em_last"))[0], endpoint.Calls.Count);
        await Eventually.TrueAsync(() => endpoint.Calls.Count > calls, Patience);
        await installation.KillWorkerAsync((await HolderAsync(scene, installation))!.Value);
        await DeliveredAsync(scene, 101);
        Assert.Equal([last, last], endpoint.Calls.Skip(calls).Select(c => c.Id));

        var backlog = await new WebhookWatch(core.Get<Database>(), core.Get<AgentMail.Core.Telemetry.WebhookMetrics>(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<WebhookWatch>.Instance).ReadAsync(Cancellation);
        Assert.Equal(new WebhookBacklog(0, null, null, 1, 0, 0), backlog);
    }

    /// <summary>The index of the worker that calls the endpoint; null when it was given back already.</summary>
    private static async Task<int?> HolderAsync(WebhookScene scene, ScaledOut installation)
    {
        var owner = (await scene.LaneAsync("crm"))?.Owner;
        var index = installation.Workers.ToList().FindIndex(w => owner?.Contains($"-{w.Id}-", StringComparison.Ordinal) == true);
        return index < 0 ? null : index;
    }

    private static Task DeliveredAsync(WebhookScene scene, int count) =>
        Eventually.BecomesAsync(() => scene.CountAsync("crm", WebhookDeliveryStatus.Delivered), delivered => delivered == count, Patience);

    private static async Task VerifiedAsync(ReceivedCall call, WebhookSecret secret)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { headers = call.Headers, body = call.Body }), Cancellation);
            var seen = await NodeProgram.RunAsync("verify-webhook.mjs", Patience, null, secret.Reveal(), file);
            Assert.Equal(call.Id, JsonSerializer.Deserialize<JsonElement>(seen).GetProperty("id").GetString());

            var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeProgram.RunAsync("verify-webhook.mjs", Patience, null, WebhookSecret.New().Reveal(), file));
            Assert.Contains("No matching signature", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
