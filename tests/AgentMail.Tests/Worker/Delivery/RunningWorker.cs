using AgentMail.Contracts.Commands;
using AgentMail.Core.Configuration;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Hosting;
using AgentMail.Core.Secrets;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;
using AgentMail.TestKit.Storage;
using AgentMail.Worker.Delivery;
using AgentMail.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>A whole worker in the test's process, composed as in production, on a SQLite file of its own; emails go in through intake.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agentmail-");
    private readonly IHost _host;

    private RunningWorker(TimeProvider clock, IReadOnlyDictionary<string, string> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(Settings(settings));
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(clock);
        builder.Services.AddAgentMailWorker(builder.Services.AddAgentMailCore(builder.Configuration));
        _host = builder.Build();
        Desk = new(Get<Database>(), Get<ConfigurationApplier>(), clock, "acme");
    }

    public ConfigurationDesk Desk { get; }

    public LaneDirectory Lanes => Get<LaneDirectory>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts with a sweep every 50 ms and a first retry after as much, on the real clock unless another is given.</summary>
    public static async Task<RunningWorker> StartAsync(TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var worker = new RunningWorker(clock ?? TimeProvider.System, settings.ToDictionary(s => s.Name, s => s.Value));
        await worker._host.StartAsync(Cancellation);
        await worker.Get<TenantProvisioner>().CreateAsync("acme", "Acme", "amk_0123456789abcdef", Cancellation);
        return worker;
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>An agent with an account of its own at the server; the address is <c>{id}@acme.example</c>.</summary>
    public async Task AddAgentAsync(string id, ScriptedSmtpServer server, string password = "right", LimitsData? limits = null)
    {
        await Desk.ApplyAllAsync(
            Change.Server(id + "-server", server.Host, server.Port, limits: limits),
            Change.Agent(id, serverId: id + "-server", @override: true));
        await SetPasswordAsync(id, password);
    }

    public Task SetPasswordAsync(string id, string password) => Desk.ApplyAsync(
        Change.Profile(id, password: SecretChange.Replace(Get<SecretSealer>().Seal("acme", SecretOwners.Agent(id), password))));

    /// <summary>Accepts an email as the API does; its id.</summary>
    public async Task<string> SendAsync(string agentId, params string[] to)
    {
        var draft = new EmailDraft { To = [.. to.Select(address => new Mailbox(EmailAddress.Parse(address)))], Subject = "Your case", Text = "Hello" };
        var request = new SendRequest("acme", new(agentId, null), null, draft, SignatureChoice.None, null);
        return Assert.IsType<IntakeResult.Accepted>(await Get<EmailIntake>().AcceptAsync(request, null, Cancellation)).Email.Id;
    }

    public Task<Email> WaitForAsync(string id, EmailStatus status) => Eventually.BecomesAsync(() => LoadAsync(id), email => email.Status == status);

    public async Task<Email> LoadAsync(string id)
    {
        await using var db = Get<Database>().Read();
        return await db.Emails.Include(e => e.Recipients.OrderBy(r => r.Ordinal)).SingleAsync(e => e.Id == id, Cancellation);
    }

    /// <summary>The lane of an agent that <see cref="AddAgentAsync"/> made.</summary>
    public static string LaneOf(string agentId) => LaneKey.Own("acme", agentId + "-server", SenderKind.Agent, agentId);

    public Task<LaneSlowness?> SlownessOfAsync(string agentId) => Get<LaneStore>().SlownessOfAsync(LaneOf(agentId), Cancellation);

    /// <summary>Types of the events so far, of one email or of all that are about none.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string? emailId)
    {
        await using var db = Get<Database>().Read();
        return await db.Events.Where(e => e.EmailId == emailId).OrderBy(e => e.Number).Select(e => e.Type).ToListAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await CloseDatabaseAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task CloseDatabaseAsync()
    {
        await using var db = Get<IDatabaseEngine>().Open();
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool((Microsoft.Data.Sqlite.SqliteConnection)db.Database.GetDbConnection());
    }

    private Dictionary<string, string?> Settings(IReadOnlyDictionary<string, string> own)
    {
        var settings = new Dictionary<string, string?>
        {
            ["AgentMail:DataDirectory"] = _data.FullName,
            ["AgentMail:Delivery:SweepInterval"] = "00:00:00.050",
            ["AgentMail:Delivery:RateBackoff"] = "00:00:00.050",
            ["AgentMail:Delivery:UnreachableBackoff"] = "00:00:00.050",
            ["AgentMail:Retry:FirstDelay"] = "00:00:00.050",
            ["AgentMail:Retry:Jitter"] = "0",
        };
        foreach (var (name, value) in own)
            settings[name] = value;
        return settings;
    }
}
