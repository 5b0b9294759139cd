using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AgentMail.Faults;

/// <summary>Keeps a connection whose commit is still to come from being closed: that would roll it back.</summary>
internal sealed class OpenUntilCommitted : DbConnectionInterceptor
{
    private static readonly ConcurrentDictionary<DbConnection, bool> Kept = new(ReferenceEqualityComparer.Instance);

    public static void Keep(DbConnection connection) => Kept[connection] = true;

    public static async Task LetGoAsync(DbConnection connection)
    {
        Kept.TryRemove(connection, out _);
        await connection.DisposeAsync();
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(Kept.ContainsKey(connection) ? InterceptionResult.Suppress() : result);
}
