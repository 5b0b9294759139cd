using AgentMail.TestKit.Servers;

namespace AgentMail.TestKit.Installation;

/// <summary>AgentMail as one command on an empty machine starts it: API and worker in one process on an embedded database.</summary>
public sealed class Embedded : IAsyncDisposable
{
    private const string AdminKey = "amk_embedded-tests-0123456789";

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(40);

    private readonly string _folder = Directory.CreateTempSubdirectory("agentmail-embedded").FullName;
    private readonly SupervisedProcess _process;

    private Embedded()
    {
        Address = new($"http://127.0.0.1:{Loopback.FreePort()}");
        Admin = ApiClients.WithKey(Address, AdminKey);
        _process = SupervisedProcess.Start(Path.Combine(_folder, "api.log"), "dotnet", [ProgramOutput.PathOf("Api")], new Dictionary<string, string>
        {
            ["AgentMail__BootstrapKey"] = AdminKey,
            ["AgentMail__DataDirectory"] = Path.Combine(_folder, "data"),
            ["ASPNETCORE_URLS"] = Address.ToString(),
        });
    }

    public Uri Address { get; }

    /// <summary>Calls with the first admin key.</summary>
    public HttpClient Admin { get; }

    /// <summary>Starts it on an empty database.</summary>
    public static async Task<Embedded> StartAsync()
    {
        var installation = new Embedded();
        try
        {
            await installation._process.WaitUntilReadyAsync(installation.Admin.IsReadyAsync, StartDeadline);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _process.StopAsync(StopDeadline);
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
