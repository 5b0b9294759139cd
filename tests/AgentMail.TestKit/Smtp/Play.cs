namespace AgentMail.TestKit.Smtp;

/// <summary>What the scripted server does at one step: a reply, or a fault.</summary>
public sealed class Play
{
    internal const int Question = 334;

    private readonly Func<SmtpWire, CancellationToken, Task> _act;

    internal Play(int code, Func<SmtpWire, CancellationToken, Task> act)
    {
        Code = code;
        _act = act;
    }

    /// <summary>Nothing.</summary>
    public static Play Nothing { get; } = Raw("");

    /// <summary>Ends the connection in order.</summary>
    public static Play Close { get; } = new(0, async (wire, cancellation) =>
    {
        await wire.FlushAsync(cancellation);
        wire.Close();
    });

    /// <summary>Ends the connection with a TCP reset.</summary>
    public static Play Reset { get; } = new(0, (wire, _) =>
    {
        wire.Reset();
        return Task.CompletedTask;
    });

    /// <summary>Says nothing until the client goes away.</summary>
    public static Play Hang { get; } = new(0, async (wire, cancellation) =>
    {
        await wire.FlushAsync(cancellation);
        await wire.WaitForEndAsync(cancellation);
    });

    /// <summary>Bytes that are no SMTP reply.</summary>
    public static Play Garbage { get; } = Raw("\0\u0001\u0002 this is no SMTP \u007f\r\n");

    /// <summary>A multi-line reply that never comes to its last line.</summary>
    public static Play EndlessReply { get; } = Hostile.Endless("250-and another thing\r\n");

    /// <summary>A reply line that never ends.</summary>
    public static Play EndlessLine { get; } = Raw("250 ").Then(Hostile.Endless(new string('x', 4096)));

    /// <summary>Says nothing more, and counts as a question: at AUTH the client's answer is waited for.</summary>
    public static Play Asks { get; } = new(Question, (_, _) => Task.CompletedTask);

    /// <summary>Reply code of the last reply, 0 where there is none: decides whether the step counts as accepted.</summary>
    internal int Code { get; }

    internal bool Accepts => Code is >= 200 and < 400;

    /// <summary>A reply with code, in full, such as <c>451 4.7.1 Greylisted</c>; lines of a multi-line reply separated by <c>\n</c>.</summary>
    public static Play Reply(string reply)
    {
        var lines = reply.Split('\n');
        return new(int.Parse(lines[^1].AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), (wire, _) =>
        {
            wire.Write(lines);
            return Task.CompletedTask;
        });
    }

    /// <summary>Bytes as they are, without any line end of ours.</summary>
    public static Play Raw(string bytes) => new(0, (wire, _) =>
    {
        wire.WriteRaw(bytes);
        return Task.CompletedTask;
    });

    public Play Then(Play next) => new(next.Code != 0 ? next.Code : Code, async (wire, cancellation) =>
    {
        await _act(wire, cancellation);
        if (!wire.IsClosed) await next._act(wire, cancellation);
    });

    /// <summary>Plays this late.</summary>
    public Play After(TimeSpan delay) => After(token => Task.Delay(delay, token));

    /// <summary>Plays this once the test opens the gate.</summary>
    public Play After(Task gate) => After(gate.WaitAsync);

    /// <summary>Plays this once the test lets the server go on.</summary>
    public Play After(SmtpHold hold) => After(hold.StandAsync);

    internal Task RunAsync(SmtpWire wire, CancellationToken cancellation) => _act(wire, cancellation);

    private Play After(Func<CancellationToken, Task> wait) => new(Code, async (wire, cancellation) =>
    {
        await wire.FlushAsync(cancellation);
        await wait(cancellation);
        await _act(wire, cancellation);
    });
}
