using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.CrashPoints;

/// <summary>Follows what Entity Framework executes and commits. Several writes may share a commit, so each connection's are remembered until then.</summary>
internal sealed class DatabaseWatch(Obedience orders) : IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentDictionary<Guid, ConcurrentBag<CrashPoint>> _executed = new();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Value)
        {
            case CommandExecutedEventData executed:
                Remember(executed);
                break;
            case CommandEventData command when value.Key == RelationalEventId.CommandExecuting.Name:
                if (EmailStatement.PointOf(command.Command.CommandText) == CrashPoint.Settled)
                    orders.At(CrashPoint.Settling);
                break;
            case TransactionEndEventData end when value.Key == RelationalEventId.TransactionCommitted.Name:
                Committed(end.ConnectionId);
                break;
            case TransactionEventData begun when value.Key == RelationalEventId.TransactionStarted.Name:
                _executed.TryRemove(begun.ConnectionId, out _);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Remember(CommandExecutedEventData executed)
    {
        // An update that found no row was refused: by a fence, or by somebody who was quicker.
        if (executed.Result is not 0 && EmailStatement.PointOf(executed.Command.CommandText) is { } point)
            _executed.GetOrAdd(executed.ConnectionId, _ => []).Add(point);
    }

    private void Committed(Guid connection)
    {
        if (!_executed.TryRemove(connection, out var points))
            return;
        foreach (var point in points)
            orders.At(point);
    }
}
