using System.Text.Json;
using AgentMail.Bench.EndToEnd;
using AgentMail.Bench.Sink;
using AgentMail.TestKit.Http;
using AgentMail.TestKit.Installation;

namespace AgentMail.Bench.Isolation;

/// <summary>Six healthy senders, three times over: alone, beside four more healthy ones, beside four sick ones. In turn, so that all see the same machine.</summary>
internal sealed class IsolationRun(IsolationOptions options, SinkProcess sink, HttpClient admin)
{
    public const int Compared = 6;
    private const int Others = 4;
    private const int WarmupConnections = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly List<string> _healthy = [.. Enumerable.Range(0, Compared + Others).Select(i => $"healthy{i}")];
    private int _sickened;

    public static async Task RunAsync(IsolationOptions options)
    {
        using var sink = await SinkProcess.StartAsync();
        await using var installation = await Installation.StartAsync(scaled: false, workers: 0);
        await new IsolationRun(options, sink, installation.Admin).MeasureAsync();
    }

    private async Task MeasureAsync()
    {
        foreach (var name in _healthy)
            await OwnServer.AddAsync(admin, name, sink.Port, Mailboxes.PasswordOf(OwnServer.AddressOf(name)));
        await new Load(admin, new Letters(_healthy)).BurstAsync(options.Warmup, WarmupConnections);
        await sink.WaitForAsync(options.Warmup);

        var runs = new List<CompanyFigures>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var company in Enum.GetValues<Company>())
            {
                runs.Add(company == Company.Sick ? await AmongTheSickAsync() : await MeasureAsync(company, _healthy[..(company == Company.Alone ? Compared : Compared + Others)]));
                Console.WriteLine(JsonSerializer.Serialize(runs[^1], Json));
            }
        }
        Console.WriteLine(JsonSerializer.Serialize(IsolationReport.Of(options, runs), Json));
    }

    /// <summary>New ones for each run, as servers fall sick: nothing is known of them yet, and nothing waits for them.</summary>
    private async Task<CompanyFigures> AmongTheSickAsync()
    {
        await using var servers = new SickServers();
        _sickened++;
        var sick = servers.Ports.Select(server => (Name: $"{server.Name}{_sickened}", server.Port)).ToList();
        foreach (var (name, port) in sick)
            await OwnServer.AddAsync(admin, name, port, "not the password");
        var figures = await MeasureAsync(Company.Sick, [.. _healthy[..Compared], .. sick.Select(s => s.Name)]);
        var contacts = servers.Contacts;
        foreach (var (name, _) in sick)
            await RemoveAsync(name);
        return figures with { Contacts = contacts };
    }

    private async Task<CompanyFigures> MeasureAsync(Company company, IReadOnlyList<string> senders)
    {
        var count = options.Rate * options.Seconds * senders.Count;
        await sink.TakeAsync();
        var (before, busy) = (Processes.Cpu(), Processes.MachineBusy());
        var posts = await new Load(admin, new Letters(senders)).OpenLoopAsync(count, options.Rate * senders.Count);
        var (after, busyAfter) = (Processes.Cpu(), Processes.MachineBusy());
        await sink.WaitForAsync(company == Company.Sick ? count / senders.Count * Compared : count);
        var taken = await sink.TakeAsync();
        var own = Processes.Own(after).Sum(p => p.Value) - Processes.Own(before).Sum(p => p.Value);
        var others = busyAfter - busy - (after.Sum(p => p.Value) - before.Sum(p => p.Value));
        return CompanyFigures.Of(company, senders.Count, posts, taken, own, others / options.Seconds);
    }

    /// <summary>Its mail is taken back, so that the next run begins with nothing waiting.</summary>
    private async Task RemoveAsync(string name)
    {
        foreach (var status in new[] { "queued", "delayed", "held" })
        {
            while ((await admin.ReadAsync($"/v1/emails?agentId={name}&status={status}&limit=200")).Body.GetProperty("items") is var items && items.GetArrayLength() > 0)
                await Task.WhenAll(items.EnumerateArray().Select(e => admin.PostAsync($"/v1/emails/{e.GetProperty("id").GetString()}/cancel", "{}")));
        }
    }
}
