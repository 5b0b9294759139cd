namespace AgentMail.TestKit.Crashes;

/// <summary>How many emails go through how many kills.</summary>
public sealed record CrashPlan
{
    public required int Emails { get; init; }

    public required int Kills { get; init; }

    /// <summary>Decides who is killed and how far the mail has come by then. The moment within a commit or an SMTP command is nobody's choice.</summary>
    public required int Seed { get; init; }

    /// <summary>Every kill comes just after a 202. Otherwise as many come just after the sink took a message.</summary>
    public bool OnlyAfterAnswers { get; init; }

    /// <summary>Number of the first email. Runs on one installation have different ones.</summary>
    public int First { get; init; }

    /// <summary>How long a caller rests after an email that was accepted.</summary>
    public TimeSpan CallersRest { get; init; } = TimeSpan.Zero;

    /// <summary>Agents that send, each through an account and so a lane of its own.</summary>
    public int Mailboxes { get; init; } = 8;

    /// <summary>Connections that a mailbox may have at once.</summary>
    public int Connections { get; init; } = 3;

    /// <summary>Requests that are under way at once.</summary>
    public int Callers { get; init; } = 16;

    /// <summary>How long the sink takes between writing a message down and answering 250: so long a kill finds it in DATA.</summary>
    public TimeSpan SinkTakes { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>How long nothing may move before what has not ended is called stuck. Longer than a lease, which a dead worker leaves behind.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
