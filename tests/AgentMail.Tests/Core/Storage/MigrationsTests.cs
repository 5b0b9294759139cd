using AgentMail.Core.Storage;
using AgentMail.TestKit.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Tests.Core.Storage;

/// <summary>Both migration sets say what the model says; <c>eng/migrate.sh</c> adds what is missing.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public void Nothing_is_missing_for_SQLite()
    {
        using var db = new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Nothing_is_missing_for_PostgreSQL()
    {
        using var db = new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost").Options);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_migrated_database_has_nothing_left_to_do()
    {
        await using var test = await TestDatabase.OnSqliteAsync();
        await using var db = test.Read();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }
}
