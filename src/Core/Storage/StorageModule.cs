using AgentMail.Core.Hosting;
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
            : new SqliteEngine(FileIn(provider.GetRequiredService<IOptions<AgentMailOptions>>().Value.DataDirectory)));
        services.AddSingleton<GroupCommit>();
        services.AddSingleton<Database>();
        services.AddScoped(provider => provider.GetRequiredService<IDatabaseEngine>().Open());
        return services.AddHostedService<SchemaMigrator>();
    }

    private static string FileIn(string directory) => Path.Combine(Directory.CreateDirectory(directory).FullName, FileName);
}
