using AgentMail.Core.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentMail.Core.Secrets;

/// <summary>
/// Makes the first key of a shared key ring, one process at a time. Left to themselves, processes that start together make a key each,
/// and what one of them seals another cannot open once it has stopped looking for keys it does not know, two minutes after its start.
/// </summary>
internal sealed class FirstKey(Database database, IKeyManager keys, IOptions<KeyManagementOptions> options, TimeProvider clock) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async (tx, ct) =>
        {
            // A row lock that every process meets; held until this key is stored, on a connection of the key ring's own.
            await tx.Db.EventCounters.ExecuteUpdateAsync(s => s.SetProperty(c => c.Last, c => c.Last), ct);
            if (!await tx.Db.DataProtectionKeys.AnyAsync(ct))
                keys.CreateNewKey(clock.GetUtcNow(), clock.GetUtcNow() + options.Value.NewKeyLifetime);
        }, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
