using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Faults;

/// <summary>Where it stores accepted emails it calls itself committed at once, and is so later.</summary>
internal sealed class LateTransaction(
    IRelationalConnection connection, DbTransaction transaction, Guid id, IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> logger, ISqlGenerationHelper sql)
    : RelationalTransaction(connection, transaction, id, logger, transactionOwned: false, sql)
{
    // Much longer than everything else about a write, so that a kill nearly always finds one that was answered and not committed.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly DbTransaction _transaction = transaction;
    private readonly DbConnection _connection = connection.DbConnection;
    private bool _left;

    public override Task CommitAsync(CancellationToken cancellationToken = default)
    {
        if (!AcceptanceWatch.Take(_connection))
            return base.CommitAsync(cancellationToken);
        _left = true;
        OpenUntilCommitted.Keep(_connection);
        _ = Task.Run(CommitLateAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_left)
            await _transaction.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task CommitLateAsync()
    {
        await Task.Delay(Delay);
        await _transaction.CommitAsync();
        await OpenUntilCommitted.LetGoAsync(_connection);
    }
}
