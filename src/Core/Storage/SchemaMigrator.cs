using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Storage;

/// <summary>Brings the schema up to date. EF's migration lock lets one of several starting processes do it while the others wait.</summary>
internal sealed class SchemaMigrator(IDatabaseEngine engine, ILogger<SchemaMigrator> log) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            try
            {
                await using var db = engine.Open();
                await db.Database.MigrateAsync(deadline.Token);
                return;
            }
            catch (Exception error) when (engine.IsTransient(error) && !deadline.IsCancellationRequested)
            {
                log.LogWarning("The database is not ready yet: {Error}", error.Message);
                await Task.Delay(Pause, deadline.Token);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
