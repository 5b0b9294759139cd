using AgentMail.TestKit;
using AgentMail.TestKit.Smtp;

namespace AgentMail.Bench.Isolation;

/// <summary>The servers that take nothing. They run in the bench's process and cost next to nothing: what they cost AgentMail is the question.</summary>
internal sealed class SickServers : IAsyncDisposable
{
    private readonly ScriptedSmtpServer _tarpit = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.Greeting, Play.Hang));
    private readonly ScriptedSmtpServer _deferring = ScriptedSmtpServer.Start(new SmtpScript().On(SmtpStep.MailFrom, Play.Reply("451 4.3.0 Try again later")));
    private readonly ScriptedSmtpServer _refusing = ScriptedSmtpServer.Start(new SmtpScript().WithAccount("nobody", "nothing"));

    /// <summary>Where each listens; the first is a port on which nobody does.</summary>
    public IReadOnlyList<(string Name, int Port)> Ports =>
        [("dead", Loopback.FreePort()), ("tarpit", _tarpit.Port), ("deferring", _deferring.Port), ("refusing", _refusing.Port)];

    /// <summary>What they have seen so far.</summary>
    public SickContacts Contacts => new(_tarpit.Sessions.Count, _deferring.Sessions.Sum(s => s.Transactions.Count), _refusing.Sessions.Sum(s => s.SignInAttempts.Count));

    public async ValueTask DisposeAsync()
    {
        await _tarpit.DisposeAsync();
        await _deferring.DisposeAsync();
        await _refusing.DisposeAsync();
    }
}

/// <summary>How often the sick servers were troubled.</summary>
internal sealed record SickContacts(int TarpitConnections, int DeferredAttempts, int RefusedSignIns);
