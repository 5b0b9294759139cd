using AgentMail.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace AgentMail.Faults;

/// <summary>The program's own database with the fault in its contexts.</summary>
internal sealed class FaultyEngine(IDatabaseEngine real, Fault fault) : IDatabaseEngine
{
    private readonly Lazy<Func<AgentMailDb>> _open = new(() => Contexts(real, fault));

    public int ParallelWriters => real.ParallelWriters;

    public AgentMailDb Open() => _open.Value();

    public DatabaseFault FaultOf(Exception error) => real.FaultOf(error);

    public bool IsDuplicateKey(Exception error) => real.IsDuplicateKey(error);

    private static Func<AgentMailDb> Contexts(IDatabaseEngine real, Fault fault)
    {
        using var sample = real.Open();
        var options = sample.GetService<IDbContextOptions>();
        if (sample is PostgresDb)
        {
            var postgres = With<PostgresDb>(options, fault);
            return () => new PostgresDb(postgres);
        }
        var sqlite = With<SqliteDb>(options, fault);
        var connection = sample.Database.GetConnectionString();
        return () =>
        {
            var db = new SqliteDb(sqlite);
            // One that belongs to the context would end with it.
            if (fault == Fault.EarlyAnswer)
                db.Database.SetDbConnection(new SqliteConnection(connection), contextOwnsConnection: false);
            return db;
        };
    }

    private static DbContextOptions<T> With<T>(IDbContextOptions options, Fault fault)
        where T : DbContext
    {
        var builder = new DbContextOptionsBuilder<T>((DbContextOptions<T>)options);
        return (fault switch
        {
            Fault.NoMark => builder.AddInterceptors(new NoMark()),
            Fault.NoLease => builder.AddInterceptors(new NoLease()),
            _ => builder.AddInterceptors(new AcceptanceWatch(), new OpenUntilCommitted()).ReplaceService<IRelationalTransactionFactory, LateTransactionFactory>(),
        }).Options;
    }
}
