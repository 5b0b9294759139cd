using System.Net.Http.Headers;
using System.Text.Json;
using AgentMail.TestKit.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AgentMail.TestKit;

/// <summary>The real application in mode <c>all</c>: API and worker, SQLite in a directory of its own, Kestrel on a free port. Callers use HTTP only.</summary>
public sealed class AgentMailApp : IAsyncLifetime
{
    public const string AdminKey = "amk_bootstrap0123456789";
    public const string OperatorKey = "operator-0123456789";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agentmail-");
    private readonly Dictionary<string, string> _settings = [];
    private readonly List<HttpClient> _clients = [];
    private WebApplicationFactory<Program>? _factory;

    /// <summary>A key of role admin in tenant <c>default</c>.</summary>
    public HttpClient Admin { get; private set; } = null!;

    /// <summary>No key at all.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    /// <summary>The installation's operator.</summary>
    public HttpClient Operator { get; private set; } = null!;

    /// <summary>The services of the running application, for what HTTP does not show.</summary>
    public IServiceProvider Services => _factory!.Services;

    /// <summary>The clock it lives by, where that is not the real one.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>A setting that differs from the defaults; before the start.</summary>
    public AgentMailApp With(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    public ValueTask InitializeAsync()
    {
        _factory = new Factory(_settings, _data.FullName, Clock);
        _factory.UseKestrel(0);
        _factory.StartServer();
        Admin = ClientOf(AdminKey);
        Operator = ClientOf(OperatorKey);
        Anonymous = ClientOf(key: null);
        return ValueTask.CompletedTask;
    }

    /// <summary>A client with this key; null = none.</summary>
    public HttpClient ClientOf(string? key)
    {
        // As programs call, which keep no cookies: a story that wants one sends it.
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _factory!.ClientOptions.BaseAddress };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client with a new key of tenant <c>default</c>.</summary>
    public async Task<HttpClient> ClientAsync(string role, string? agentId = null)
    {
        var answer = await Admin.PostAsync("/v1/api-keys", JsonSerializer.Serialize(new { name = $"Test {role}", role, agentId }));
        return ClientOf(answer.Body.GetProperty("key").GetString());
    }

    /// <summary>An admin of a new tenant.</summary>
    public async Task<HttpClient> OtherTenantAsync(string id)
    {
        var answer = await Operator.PostAsync("/v1/tenants", JsonSerializer.Serialize(new { id, name = id }));
        return ClientOf(answer.Body.GetProperty("adminKey").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        if (_factory is not null)
            await _factory.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private sealed class Factory(IReadOnlyDictionary<string, string> settings, string dataDirectory, TimeProvider? clock) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("AgentMail:DataDirectory", dataDirectory);
            builder.UseSetting("AgentMail:BootstrapKey", AdminKey);
            builder.UseSetting("AgentMail:OperatorKey", OperatorKey);
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Logging:LogLevel:AgentMail.Core.Secrets.KeyRingWarning", "None");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            if (clock is not null)
                builder.ConfigureServices(services => services.AddSingleton(clock));
        }
    }
}
