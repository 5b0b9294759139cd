using System.Text.Json;
using AgentMail.IntegrationTests.Crashes;
using AgentMail.TestKit;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Storage;

/// <summary>The real program on a disk that really is full, and then is not.</summary>
public sealed class FullDiskTests
{
    private const string InFlight = "inflight";
    private const string Bulk = "bulk";

    [Fact]
    public async Task A_full_disk_is_told_to_callers_and_operator_loses_nothing_sends_nothing_twice_and_passes()
    {
        Assert.SkipUnless(await SmallDisk.IsPossibleAsync(), "platform: no user namespaces");
        await using var server = ScriptedSmtpServer.Start();
        await using var installation = await Embedded.StartOnSmallDiskAsync(megabytes: 16);
        var (admin, disk, process) = (installation.Admin, installation.Disk!, installation.Process.Id);
        await Scene.SetUpAsync(admin, server, InFlight, Bulk);
        var hold = HeldPlaces.AfterTheFinalDot(server, InFlight);
        var (inFlight, behind) = ((await admin.SendAsync(InFlight))["id"]!, (await admin.SendAnotherAsync(InFlight))["id"]!);
        await hold.ReachedAsync(Scene.Patience);

        await disk.FillAsync(process);
        var accepted = new List<string>();
        var refused = await PostAsync(admin, 0);
        for (var i = 1; refused.Status == 202; i++)
        {
            accepted.Add(refused["id"]!);
            refused = await PostAsync(admin, i);
        }
        hold.Release();
        await Eventually.TrueAsync(() => server.DeliveriesOf(InFlight).Count == 1, Scene.Patience);

        AssertTellsOfTheDisk(refused);
        AssertTellsOfTheDisk(await PostAsync(admin, accepted.Count));
        var ready = await Eventually.BecomesAsync(() => admin.ReadAsync("/health/ready"), health => health.Status == 503, Scene.Patience);
        Assert.Contains("The disk of the database is full", ready.Text, StringComparison.Ordinal);
        Assert.Contains("The disk of the database is full", installation.Process.Log, StringComparison.Ordinal);
        Assert.Equal("sending", (await admin.ReadAsync($"/v1/emails/{inFlight}"))["status"]);

        disk.Empty(process);
        foreach (var id in accepted.Append(inFlight).Append(behind))
            await admin.WaitForStatusAsync(id, "sent", Scene.Patience);
        var repeated = await PostAsync(admin, accepted.Count);
        Assert.Equal(202, repeated.Status);
        await admin.WaitForStatusAsync(repeated["id"]!, "sent", Scene.Patience);

        Assert.Equal("queued sending sent", await admin.HistoryAsync(inFlight));
        Assert.Equal((2, accepted.Count + 1), (server.DeliveriesOf(InFlight).Count, server.DeliveriesOf(Bulk).Count));
        Assert.Equal(200, (await admin.ReadAsync("/health/ready")).Status);
        Assert.Equal("0", await admin.UnaccountedAsync());
        Assert.Equal(process, installation.Process.Id);
    }

    private static void AssertTellsOfTheDisk(ApiAnswer answer)
    {
        Assert.Equal((503, "unavailable", "30"), (answer.Status, answer.Code, answer.Headers.GetValues("Retry-After").Single()));
        Assert.Contains("no room left", answer["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("agentmail.db", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<ApiAnswer> PostAsync(HttpClient admin, int number)
    {
        var letter = new { sender = new { agentId = Bulk }, to = new[] { "customer@example.net" }, subject = "Bulk", text = new string('x', 500_000) };
        return admin.PostAsync("/v1/emails", JsonSerializer.Serialize(letter), ("Idempotency-Key", $"bulk-{number}"));
    }
}
