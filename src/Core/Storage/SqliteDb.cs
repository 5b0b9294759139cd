using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AgentMail.Core.Storage;

/// <summary>The embedded database of mode <c>all</c>.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : AgentMailDb(options)
{
    /// <summary>Used by <c>dotnet ef</c> only.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteDb>
    {
        public SqliteDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").Options);
    }
}
