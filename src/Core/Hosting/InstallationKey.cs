using AgentMail.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Hosting;

/// <summary>The key of <see cref="InstallationRow"/>, read once: it never changes.</summary>
public sealed class InstallationKey(Database database)
{
    private string? _key;

    /// <summary>The key.</summary>
    public async ValueTask<string> GetAsync(CancellationToken ct) => _key ??= await ReadAsync(ct);

    private async Task<string> ReadAsync(CancellationToken ct)
    {
        await using var db = database.Read();
        return await db.Set<InstallationRow>().Select(i => i.Key).SingleAsync(ct);
    }
}
