using System.Diagnostics;

namespace AgentMail.Bench.Sink;

/// <summary>What the sink has seen since it was last asked.</summary>
internal sealed class SinkLedger
{
    private readonly Lock _gate = new();
    private List<long[]> _accepted = [];
    private int _connections;
    private int _signIns;
    private int _mismatches;

    public int Accepted
    {
        get
        {
            lock (_gate)
                return _accepted.Count;
        }
    }

    public void Connected() => Interlocked.Increment(ref _connections);

    public void SignedIn() => Interlocked.Increment(ref _signIns);

    /// <summary>The 250 to an email is about to go out.</summary>
    /// <param name="number">The email's, from its recipient.</param>
    /// <param name="isOneMailbox">Account, MAIL FROM and From header are the same mailbox.</param>
    public void Accept(long number, bool isOneMailbox)
    {
        // Monotonic, and the same clock in every process of a machine.
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _accepted.Add([number, now]);
            if (!isOneMailbox)
                _mismatches++;
        }
    }

    public SinkReport Take()
    {
        lock (_gate)
        {
            var report = new SinkReport(_accepted, _connections, _signIns, _mismatches);
            (_accepted, _connections, _signIns, _mismatches) = ([], 0, 0, 0);
            return report;
        }
    }
}
