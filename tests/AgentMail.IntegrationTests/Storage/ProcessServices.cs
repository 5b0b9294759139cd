using AgentMail.Core.Configuration;
using AgentMail.Core.Hosting;
using AgentMail.Core.Storage;
using AgentMail.Core.Tenants;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMail.IntegrationTests.Storage;

/// <summary>What one process of a scaled-out installation has of Core: several of them in one test are several nodes on the same engines.</summary>
internal sealed class ProcessServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ProcessServices(string database, string? redis = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Database", database), new("ConnectionStrings:Redis", redis)]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddMetrics();
        services.AddAgentMailCore(configuration);
        _services = services.BuildServiceProvider();
    }

    public ConfigurationDesk Desk => DeskOf("acme");

    public ConfigurationDesk DeskOf(string tenantId) => new(Get<Database>(), Get<ConfigurationApplier>(), TimeProvider.System, tenantId);

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Migrates, and makes the tenant acme.</summary>
    public async Task SetUpAsync(CancellationToken ct)
    {
        await using (var db = Get<IDatabaseEngine>().Open())
            await db.Database.MigrateAsync(ct);
        await Get<TenantProvisioner>().CreateAsync("acme", "Acme", "amk_0123456789abcdef", ct);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
