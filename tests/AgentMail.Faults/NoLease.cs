using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.Faults;

/// <summary>Takes owner, lease and fence out of every condition.</summary>
internal sealed partial class NoLease : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Corrupt(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Corrupt(command);
        return ValueTask.FromResult(result);
    }

    private static void Corrupt(DbCommand command)
    {
        // A column with its table's alias stands in a condition; where one is set, there is none.
        var granted = Granted().Replace(command.CommandText, "TRUE");
        var corrupted = HeldByOthers().Replace(granted, "FALSE");
        if (corrupted != command.CommandText)
            command.CommandText = corrupted;
    }

    [GeneratedRegex(@"\b\w+\.(""Fence"" =|""Owner"" =|""LeaseUntil"" <) @\w+")]
    private static partial Regex Granted();

    [GeneratedRegex(@"\b\w+\.(""Owner"" <>|""LeaseUntil"" >=) @\w+")]
    private static partial Regex HeldByOthers();
}
