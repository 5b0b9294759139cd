using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace AgentMail.Tests.Core.Storage;

/// <summary>
/// While an upgrade rolls, processes of the previous release work on the schema of this one: they name no column they do not know, and
/// must find all that they do know.
/// </summary>
public sealed class AdditiveMigrationsTests
{
    public static TheoryData<string, string> Migrations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var engine in new[] { "SQLite", "PostgreSQL" })
            {
                using var db = Open(engine);
                foreach (var name in db.GetService<IMigrationsAssembly>().Migrations.Keys)
                    data.Add(engine, name);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void An_upgrade_takes_nothing_away_and_asks_nothing_of_old_inserts(string engine, string name)
    {
        using var db = Open(engine);
        var assembly = db.GetService<IMigrationsAssembly>();
        var migration = assembly.CreateMigration(assembly.Migrations[name], db.Database.ProviderName!);
        var made = migration.UpOperations.OfType<CreateTableOperation>().Select(o => o.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(migration.UpOperations, operation => Assert.True(IsAdditive(operation, made), $"{name}: {Words(operation)} breaks processes of the release before."));
    }

    [Fact]
    public void The_rule_knows_what_breaks_an_old_process()
    {
        Assert.False(IsAdditive(new DropColumnOperation { Table = "emails", Name = "Lane" }, []));
        Assert.False(IsAdditive(new RenameTableOperation { Name = "emails" }, []));
        Assert.False(IsAdditive(new AddColumnOperation { Table = "emails", Name = "New", IsNullable = false }, []));
        Assert.False(IsAdditive(new CreateIndexOperation { Table = "emails", IsUnique = true }, []));
        Assert.True(IsAdditive(new CreateIndexOperation { Table = "new", IsUnique = true }, ["new"]));
    }

    private static bool IsAdditive(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        CreateTableOperation or InsertDataOperation => true,
        AddColumnOperation column => column.IsNullable || column.DefaultValue is not null || column.DefaultValueSql is not null,
        CreateIndexOperation index => !index.IsUnique || made.Contains(index.Table),
        // Fills what is new; a statement that takes away would be seen here.
        SqlOperation sql => sql.Sql.TrimStart().StartsWith("INSERT", StringComparison.Ordinal) || sql.Sql.TrimStart().StartsWith("UPDATE", StringComparison.Ordinal),
        _ => false,
    };

    private static string Words(MigrationOperation operation) => operation is SqlOperation sql ? sql.Sql : $"{operation.GetType().Name} {(operation as ITableMigrationOperation)?.Table}";

    private static AgentMailDb Open(string engine) => engine == "SQLite"
        ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options)
        : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost").Options);
}
