using AgentMail.Contracts.Commands;
using AgentMail.Core.TestEmails;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Testing;

/// <summary>
/// Keeps one tenant's tests, which may hang on a dead server, from taking all places of this worker; and one subject from being tested twice
/// at a time, or so often that passwords could be guessed and mailboxes flooded.
/// </summary>
internal sealed class TestPlaces(IOptions<TestEmailOptions> options, TimeProvider clock)
{
    /// <summary>What a caller is told who gets none.</summary>
    public const string Refusal = "A test of this is still running, it was tested too often within a minute, or too many of your tests are running; try again in a minute.";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<RunTestEmail> _running = [];
    private readonly Queue<(Subject Subject, DateTimeOffset At)> _begun = [];

    private int MostOfOneTenant => Math.Max(1, options.Value.MaxConcurrent / 2);

    /// <summary>A place, to be disposed at the end; null when there is none.</summary>
    public IDisposable? TryTake(RunTestEmail test)
    {
        lock (_gate)
        {
            var own = _running.FindAll(running => running.TenantId == test.TenantId);
            if (own.Count >= MostOfOneTenant || own.Exists(running => running.Subject == test.Subject && running.Id == test.Id))
                return null;
            var (subject, now) = (new Subject(test.TenantId, test.Subject, test.Id), clock.GetUtcNow());
            while (_begun.TryPeek(out var oldest) && oldest.At <= now - Minute)
                _begun.Dequeue();
            if (_begun.Count(begun => begun.Subject == subject) >= options.Value.MaxPerMinute)
                return null;
            _begun.Enqueue((subject, now));
            _running.Add(test);
            return new Place(this, test);
        }
    }

    private sealed record Subject(string TenantId, TestSubjectKind Kind, string Id);

    private sealed class Place(TestPlaces places, RunTestEmail test) : IDisposable
    {
        public void Dispose()
        {
            lock (places._gate)
                places._running.Remove(test);
        }
    }
}
