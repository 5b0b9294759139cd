using System.Collections.Concurrent;

namespace AgentMail.Core.Templates;

/// <summary>
/// Lets few renderings run at a time. One takes up to two seconds of a processor and a batch has 500 of them: without turns they would take
/// every thread, and nothing else would be answered. A tenant waits for its own first, so that the others wait for one of it and not for all.
/// </summary>
public sealed class RenderingTurns(int processors) : IDisposable
{
    private readonly SemaphoreSlim _all = new(Math.Max(1, processors - 1));
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _ofTenants = new(StringComparer.Ordinal);

    /// <summary>Turns for this machine: a processor stays free for what renders nothing.</summary>
    public RenderingTurns() : this(Environment.ProcessorCount)
    {
    }

    /// <summary>Runs a rendering when it is its turn.</summary>
    public async Task<T> RunAsync<T>(string tenantId, Func<T> render, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(render);
        var own = _ofTenants.GetOrAdd(tenantId, _ => new(Math.Max(1, processors / 2)));
        await own.WaitAsync(ct);
        try
        {
            await _all.WaitAsync(ct);
            try
            {
                return render();
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            own.Release();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var own in _ofTenants.Values)
            own.Dispose();
    }
}
