using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.Faults;

/// <summary>Answers the statement that writes the mark without running it.</summary>
internal sealed class NoMark : DbCommandInterceptor
{
    private const string Mark = "SET \"EnteredDataAt\" =";

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(command.CommandText.Contains(Mark, StringComparison.Ordinal) ? InterceptionResult<int>.SuppressWithResult(1) : result);
}
