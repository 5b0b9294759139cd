using AgentMail.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.Storage;

/// <summary>The first thing of every start; what it trips over keeps all mail waiting.</summary>
public sealed class SchemaMigratorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmail-migrator-");

    [Fact]
    public async Task A_process_killed_in_the_middle_of_a_migration_does_not_stop_the_next_one()
    {
        var engine = new SqliteEngine(Path.Combine(_folder.FullName, "agentmail.db"));
        await using (var killed = engine.Open())
        {
            await killed.Database.ExecuteSqlAsync($"""
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 12:00:00+00:00');
                """, TestContext.Current.CancellationToken);
        }
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        await new SchemaMigrator(engine, NullLogger<SchemaMigrator>.Instance).StartAsync(deadline.Token);

        await using var db = engine.Open();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
