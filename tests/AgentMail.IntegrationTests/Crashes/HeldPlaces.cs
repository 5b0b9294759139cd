using AgentMail.TestKit.Installation;
using AgentMail.TestKit.Smtp;

namespace AgentMail.IntegrationTests.Crashes;

/// <summary>Places of a transaction that only the mail server sees: it stands still there, once, for one agent.</summary>
internal static class HeldPlaces
{
    /// <summary>More than the two ends of a connection keep for a server that does not read.</summary>
    public const int BigBytes = 9_000_000;

    /// <summary>Signed in, MAIL said and not yet answered.</summary>
    public static SmtpHold AfterSignIn(ScriptedSmtpServer server, string agent) => Hold(server, SmtpStep.MailFrom, Play.Reply("250 2.1.0 Ok"), agent);

    /// <summary>The first bytes of the body are here, and the server reads no more. To be sent: something big.</summary>
    public static SmtpHold InTheBody(ScriptedSmtpServer server, string agent) => Hold(server, SmtpStep.Body, Play.Nothing, agent);

    /// <summary>The final dot is here. Let go, the server takes the message, whether or not anybody still hears its 250.</summary>
    public static SmtpHold AfterTheFinalDot(ScriptedSmtpServer server, string agent) => Hold(server, SmtpStep.FinalDot, Play.Reply("250 2.0.0 Ok: queued"), agent);

    private static SmtpHold Hold(ScriptedSmtpServer server, SmtpStep step, Play play, string agent)
    {
        var hold = new SmtpHold();
        server.Script.Once(step, play.After(hold), Mailboxes.AddressOf(agent));
        return hold;
    }
}
