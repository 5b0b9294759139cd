namespace AgentMail.Worker.Webhooks;

/// <summary>
/// How many calls this process makes at a time. The first call of each endpoint needs no place, so that endpoints which hang leave every
/// other at least that; what goes beyond it shares these.
/// </summary>
internal sealed class CallPlaces : IDisposable
{
    private const int Shared = 64;

    private readonly SemaphoreSlim _free = new(Shared);

    public bool TryTake() => _free.Wait(0);

    public void GiveBack() => _free.Release();

    public void Dispose() => _free.Dispose();
}
