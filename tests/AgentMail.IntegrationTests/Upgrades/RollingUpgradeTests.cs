using AgentMail.IntegrationTests.Servers;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Upgrades;

/// <summary>An upgrade without a pause: processes of the previous release and of this one share an installation, in any order.</summary>
public sealed class RollingUpgradeTests(IntegrationServers servers)
{
    private const int Agents = 6;
    private const int EmailsPerRound = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _accepted = [];

    [Fact]
    public async Task Old_and_new_processes_share_the_work_while_one_release_replaces_the_other()
    {
        Assert.SkipUnless(ProgramOutput.HasPrevious, "platform: this copy has no history to build the previous release from (eng/previous-release.sh)");
        await using var fleets = await Fleets.StartPreviousAsync(servers);
        await using var server = ScriptedSmtpServer.Start();
        var old = fleets.Previous.Admin;
        await Mailboxes.AddAsync(old, server.Port, Agents);
        await SendAsync(old);
        var later = await ScheduleAsync(old);

        await fleets.StartPresentAsync();
        var fresh = fleets.Present.Admin;
        await Task.WhenAll(SendAsync(old), SendAsync(fresh));
        await ChangeAsync(old, "changed through the old API");
        await ChangeAsync(fresh, "changed through the new API");

        await fleets.Previous.StopWorkerAsync(0);
        await Task.WhenAll(SendAsync(old), SendAsync(fresh));
        await ChangeAsync(old, "applied by the new worker");
        await AllAreSentOnceAsync(fresh, server);

        // The way back: the schema stays, the processes do not.
        await fleets.Previous.StartWorkerAsync();
        await fleets.Present.StopWorkerAsync(0);
        await Task.WhenAll(SendAsync(old), SendAsync(fresh));
        await ChangeAsync(fresh, "applied by the old worker");
        await NowAsync(old, later);
        await AllAreSentOnceAsync(old, server);
    }

    private async Task SendAsync(HttpClient admin)
    {
        var items = Enumerable.Range(0, EmailsPerRound).Select(i => new
        {
            sender = new { agentId = Mailboxes.Agent(i % Agents) },
            to = new[] { "customer@example.net" },
            subject = "Hello",
            text = "Hello",
        });
        var answer = await admin.PostAsync("/v1/emails/batch", new { items });
        lock (_accepted)
            _accepted.AddRange(answer["items"]!.AsArray().Select(item => (string?)item!["id"] ?? throw new HttpRequestException($"An email is not taken: {item}")));
    }

    private async Task<string> ScheduleAsync(HttpClient admin)
    {
        var email = await admin.PostAsync("/v1/emails", new
        {
            sender = new { agentId = Mailboxes.Agent(0) },
            to = new[] { "customer@example.net" },
            subject = "Later",
            text = "Hello",
            scheduledAt = TimeProvider.System.GetUtcNow().AddHours(1),
        });
        var id = (string)email["id"]!;
        _accepted.Add(id);
        return id;
    }

    private static async Task NowAsync(HttpClient admin, string emailId)
    {
        using var now = ApiCalls.Octets("""{"scheduledAt": null}"""u8.ToArray());
        var answer = await admin.CallAsync(HttpMethod.Patch, $"/v1/emails/{emailId}", now);
        Assert.Equal(200, answer.Status);
    }

    /// <summary>Whoever applies it, the answer comes from the bus and in time: 200 and not 202.</summary>
    private static async Task ChangeAsync(HttpClient admin, string name)
    {
        var answer = await admin.PutAsync($"/v1/agents/{Mailboxes.Agent(0)}", $$"""{"displayName":"{{name}}","enabled":true,"serverId":"sink","override":true}""");
        Assert.Equal((200, name), (answer.Status, answer["displayName"]));
    }

    private async Task AllAreSentOnceAsync(HttpClient admin, ScriptedSmtpServer server)
    {
        var sent = new HashSet<string>();
        foreach (var id in _accepted)
        {
            var email = await admin.ReadAsync($"/v1/emails/{id}");
            if (email["status"] == "scheduled")
                continue;
            sent.Add((string)(await admin.WaitForStatusAsync(id, "sent", Patience))["messageId"]!);
        }
        Assert.Equal(sent.Count, server.Deliveries.Count);
    }
}
