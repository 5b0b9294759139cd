namespace AgentMail.Worker.Sinks;

/// <summary>
/// What follows the log, with a place of its own in it: <see cref="IEventSink"/> for what is outside, <see cref="IExactSink"/> for what is
/// kept in the database of the log.
/// </summary>
public interface ILogSink
{
    /// <summary>Names its place in the log; never changes.</summary>
    string Name { get; }

    /// <summary>Whether a new sink is told only of what happens from now on, instead of everything the log still has.</summary>
    bool StartsNow => false;

    /// <summary>Most events at once.</summary>
    int Batch => 200;

    /// <summary>How long it rests where there were fewer.</summary>
    TimeSpan Poll => TimeSpan.FromMilliseconds(250);
}
