namespace AgentMail.Core.Storage;

/// <summary>What differs between the two databases outside the model.</summary>
public interface IDatabaseEngine
{
    /// <summary>A fresh context.</summary>
    AgentMailDb Open();

    /// <summary>Transactions that may run at the same time: 1 on SQLite, which has one writer.</summary>
    int ParallelWriters { get; }

    /// <summary>True when the same work may succeed a moment later: lock conflict, lost connection, server restarting.</summary>
    bool IsTransient(Exception error);

    /// <summary>True when <paramref name="error"/> says that a row with this key exists already.</summary>
    bool IsDuplicateKey(Exception error);
}
