using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentMail.Core.Storage;

/// <summary>Brings the schema up to date. One of several starting processes does it while the others wait.</summary>
internal sealed class SchemaMigrator(IDatabaseEngine engine, ILogger<SchemaMigrator> log) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // An index on a table that has grown for years.
    private static readonly TimeSpan LongestStatement = TimeSpan.FromHours(6);

    // Any number that nothing else in this database locks.
    private const long Lock = 0x4147_4d41_494c;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (true)
        {
            try
            {
                await using var db = engine.Open();
                await MigrateAsync(db, deadline.Token);
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

    /// <summary>
    /// On PostgreSQL EF's own lock ends with each migration: with two of them, two processes could both begin the second. On SQLite it is a
    /// row, and a process that died over a migration has left it behind: the file belongs to one process, so whoever starts is alone.
    /// </summary>
    private static async Task MigrateAsync(AgentMailDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(LongestStatement);
        if (db.Database.IsSqlite())
            await db.Database.ExecuteSqlAsync($"""DROP TABLE IF EXISTS "__EFMigrationsLock" """, ct);
        // A database that is not there yet is made by the migration.
        if (!db.Database.IsNpgsql() || !await db.Database.CanConnectAsync(ct))
        {
            await db.Database.MigrateAsync(ct);
            return;
        }
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", ct);
        try
        {
            await db.Database.MigrateAsync(ct);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }
}
