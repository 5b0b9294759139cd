namespace AgentMail.TestKit;

/// <summary>The real clock, put forward as a test says. Timers run as ever, so that a whole application lives on it.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));
}
