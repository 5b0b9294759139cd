using AgentMail.TestKit.Smtp;

namespace AgentMail.Tests.Worker.Smtp;

/// <summary>What a server can do at any step instead of answering.</summary>
internal static class Misbehaviour
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(20);

    private static readonly Dictionary<string, Play> Plays = new()
    {
        ["closes"] = Play.Close,
        ["resets"] = Play.Reset,
        ["says nothing"] = Play.Hang,
        ["reads nothing"] = Hostile.Deaf,
        ["says a byte now and then"] = Hostile.Drip("250-and another thing\r\n", BetweenBytes),
        ["says a line a byte at a time"] = Hostile.Drip("2", BetweenBytes),
        ["talks garbage"] = Play.Garbage,
        ["talks garbage without end"] = Hostile.Endless("\u007f\u0001\r\n"),
        ["sends NUL bytes without end"] = Hostile.Endless("\0"),
        ["never ends its reply"] = Play.EndlessReply,
        ["never ends its line"] = Play.EndlessLine,
        ["never ends its code"] = Hostile.Endless("2"),
        ["ends no line"] = Play.Raw("250 hello").Then(Play.Hang),
        ["ends lines by half"] = Hostile.Endless("250-hello\r"),
        ["changes its code"] = Play.Raw("250-hello\r\n354 go ahead\r\n"),
        ["has a code of its own"] = Play.Raw("999 hello\r\n"),
        ["has a code too large"] = Play.Raw("4294967546 hello\r\n"),
        ["has a negative code"] = Play.Raw("-250 hello\r\n"),
    };

    public static Play Named(string name) => Plays[name];

    /// <summary>Each of them at each of these steps.</summary>
    public static TheoryData<string, SmtpStep> At(params SmtpStep[] steps) => [.. Plays.Keys.SelectMany(name => steps.Select(step => (name, step)))];
}
