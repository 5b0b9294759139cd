using AgentMail.Core.Events;
using AgentMail.Core.Hosting;
using AgentMail.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Storage;

/// <summary>The database, its schema brought up to date before anything else starts.</summary>
internal static class StorageModule
{
    private const string FileName = "agentmail.db";

    public static IServiceCollection AddStorage(this IServiceCollection services, RunMode mode)
    {
        services.AddSingleton<IDatabaseEngine>(provider => mode.Database is { } connection
            ? new PostgresEngine(connection)
            : Embedded(provider.GetRequiredService<IOptions<AgentMailOptions>>().Value));
        services.AddSingleton<DatabaseState>();
        services.AddSingleton<EventJournal>();
        services.AddSingleton<EventSignal>();
        services.AddSingleton(provider => new GroupCommit(
            provider.GetRequiredService<IDatabaseEngine>(), provider.GetRequiredService<DatabaseState>(), provider.GetRequiredService<DatabaseMetrics>(),
            provider.GetRequiredService<EventJournal>(),
            provider.GetRequiredService<IOptions<AgentMailOptions>>().Value.DatabaseTimeout, provider.GetRequiredService<EventSignal>()));
        services.AddSingleton<Database>();
        services.AddScoped(provider => provider.GetRequiredService<IDatabaseEngine>().Open());
        return services.AddHostedService<SchemaMigrator>();
    }

    private static SqliteEngine Embedded(AgentMailOptions options) => new(FileIn(options.DataDirectory), options.DatabaseTimeout);

    private static string FileIn(string directory) => Path.Combine(Directory.CreateDirectory(directory).FullName, FileName);
}
