using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.Faults;

/// <summary>Notes on which connections the transaction under way stores accepted emails.</summary>
internal sealed class AcceptanceWatch : DbCommandInterceptor
{
    private const string Acceptance = "INSERT INTO \"emails\"";

    private static readonly ConditionalWeakTable<DbConnection, object> Accepting = [];

    public static bool Take(DbConnection connection) => Accepting.Remove(connection);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private static void Note(DbCommand command)
    {
        if (command.CommandText.Contains(Acceptance, StringComparison.Ordinal))
            Accepting.AddOrUpdate(command.Connection!, Acceptance);
    }
}
