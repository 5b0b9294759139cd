using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace AgentMail.TestKit.Smtp;

/// <summary>
/// How a <see cref="ScriptedSmtpServer"/> behaves. Without any rule it takes every sign-in and every message.
/// Rules may be added while the server runs; a later rule goes before an earlier one.
/// </summary>
public sealed class SmtpScript
{
    private ImmutableList<Rule> _rules = [];
    private ImmutableDictionary<string, string> _accounts = ImmutableDictionary<string, string>.Empty;

    public IReadOnlyList<string> Capabilities { get; init; } =
        ["PIPELINING", "8BITMIME", "SIZE 52428800", "ENHANCEDSTATUSCODES", "SMTPUTF8"];

    /// <summary>Offered in EHLO; with STARTTLS only once the connection is secured. Empty: no AUTH at all.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["PLAIN", "LOGIN"];

    /// <summary>Rounds of hashing that SCRAM asks the client for (RFC 5802); whatever is answered, the sign-in fails.</summary>
    public int ScramRounds { get; init; } = 4096;

    /// <summary>With a certificate STARTTLS is offered, unless <see cref="ImplicitTls"/> is set.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool ImplicitTls { get; init; }

    /// <summary>Awaited before a message is answered for: what it writes down is on record before the client may forget the message.</summary>
    public Func<SmtpSession, SmtpTransaction, Task> Keep { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Refuses MAIL before AUTH with 530 5.7.0.</summary>
    public bool RequiresAuthentication { get; init; }

    /// <summary>Once one account is known, every other user or password gets 535 5.7.8.</summary>
    public SmtpScript WithAccount(string userId, string password)
    {
        ImmutableInterlocked.Update(ref _accounts, a => a.SetItem(userId, password));
        return this;
    }

    /// <summary>Plays this at every such step; with <paramref name="about"/> only for that user, sender or recipient.</summary>
    public SmtpScript On(SmtpStep step, Play play, string? about = null) => On(step, play, (_, subject) => Concerns(about, subject));

    /// <summary>Plays this at such a step where the session so far and the step's user, sender or recipient satisfy the condition.</summary>
    public SmtpScript On(SmtpStep step, Play play, Func<SmtpSession, string, bool> when) => Add(new(step, play, when, null));

    /// <summary>Plays this at the first such step of any connection, then never again.</summary>
    public SmtpScript Once(SmtpStep step, Play play, string? about = null)
        => Times(1, step, play, about);

    public SmtpScript Times(int times, SmtpStep step, Play play, string? about = null)
        => Add(new(step, play, (_, subject) => Concerns(about, subject), times));

    public SmtpScript OnRecipient(string recipient, string reply) => On(SmtpStep.RcptTo, Play.Reply(reply), recipient);

    internal bool Knows(string userId, string password)
        => _accounts.IsEmpty || (_accounts.TryGetValue(userId, out var expected) && expected == password);

    internal Play? Find(SmtpStep step, SmtpSession session, string subject)
        => _rules.FirstOrDefault(rule => rule.Step == step && rule.When(session, subject) && rule.TryUse())?.Play;

    private static bool Concerns(string? about, string subject)
        => about is null || string.Equals(about, subject, StringComparison.OrdinalIgnoreCase);

    private SmtpScript Add(Rule rule)
    {
        ImmutableInterlocked.Update(ref _rules, r => r.Insert(0, rule));
        return this;
    }

    private sealed class Rule(SmtpStep step, Play play, Func<SmtpSession, string, bool> when, int? times)
    {
        private int _used;

        public SmtpStep Step => step;

        public Play Play => play;

        public Func<SmtpSession, string, bool> When => when;

        public bool TryUse() => times is null || Interlocked.Increment(ref _used) <= times;
    }
}
