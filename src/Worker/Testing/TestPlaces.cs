using AgentMail.Contracts.Commands;
using AgentMail.Core.TestEmails;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Testing;

/// <summary>Keeps one tenant's tests, which may hang on a dead server, from taking all places of this worker; and one subject from being tested twice at a time.</summary>
internal sealed class TestPlaces(IOptions<TestEmailOptions> options)
{
    /// <summary>What a caller is told who gets none.</summary>
    public const string Refusal = "A test of this is still running, or too many of your tests are; wait for their answers and try again.";

    private readonly Lock _gate = new();
    private readonly List<RunTestEmail> _running = [];

    private int MostOfOneTenant => Math.Max(1, options.Value.MaxConcurrent / 2);

    /// <summary>A place, to be disposed at the end; null when there is none.</summary>
    public IDisposable? TryTake(RunTestEmail test)
    {
        lock (_gate)
        {
            var own = _running.FindAll(running => running.TenantId == test.TenantId);
            if (own.Count >= MostOfOneTenant || own.Exists(running => running.Subject == test.Subject && running.Id == test.Id))
                return null;
            _running.Add(test);
            return new Place(this, test);
        }
    }

    private sealed class Place(TestPlaces places, RunTestEmail test) : IDisposable
    {
        public void Dispose()
        {
            lock (places._gate)
                places._running.Remove(test);
        }
    }
}
