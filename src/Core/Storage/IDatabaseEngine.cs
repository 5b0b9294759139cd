namespace AgentMail.Core.Storage;

/// <summary>What differs between the two databases outside the model.</summary>
public interface IDatabaseEngine
{
    /// <summary>A fresh context.</summary>
    AgentMailDb Open();

    /// <summary>Transactions that may run at the same time: 1 on SQLite, which has one writer.</summary>
    int ParallelWriters { get; }

    /// <summary>What stood against a read or a write that failed so.</summary>
    DatabaseFault FaultOf(Exception error);

    /// <summary>True when the same work may succeed later: lock conflict, lost connection, server restarting, disk full.</summary>
    bool IsTransient(Exception error) => FaultOf(error) != DatabaseFault.Own;

    /// <summary>True when <paramref name="error"/> says that a row with this key exists already.</summary>
    bool IsDuplicateKey(Exception error);
}
