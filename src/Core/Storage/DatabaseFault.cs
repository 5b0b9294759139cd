namespace AgentMail.Core.Storage;

/// <summary>What stood against a read or a write.</summary>
public enum DatabaseFault
{
    /// <summary>The work itself: trying it again changes nothing.</summary>
    Own,

    /// <summary>Other work at the same time: alone, or a moment later, it may succeed.</summary>
    Conflict,

    /// <summary>The database does not answer, or its files cannot be read or written.</summary>
    Away,

    /// <summary>Another program holds the lock that every write needs.</summary>
    Locked,

    /// <summary>There is no room left where the database is kept.</summary>
    Full,
}
