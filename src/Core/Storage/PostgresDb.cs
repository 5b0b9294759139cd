using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AgentMail.Core.Storage;

/// <summary>The shared database of a scaled-out installation.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : AgentMailDb(options)
{
    /// <summary>Used by <c>dotnet ef</c> only; connects to nothing.</summary>
    internal sealed class DesignTime : IDesignTimeDbContextFactory<PostgresDb>
    {
        public PostgresDb CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost").Options);
    }
}
