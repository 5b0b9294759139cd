using AgentMail.TestKit.Smtp;

namespace AgentMail.TestKit.Crashes;

/// <summary>A message whose conversation a kill broke off after 354: only such a one may end uncertain.</summary>
/// <param name="Kill">That broke it off.</param>
/// <param name="Session">Number of its connection.</param>
/// <param name="Account">Whose lane it was.</param>
/// <param name="Recipient">Tells which email.</param>
/// <param name="InData">The 250 had not gone out when the kill was decided. Otherwise it had, so lately that its result may not have been stored.</param>
public sealed record Interruption(Kill Kill, int Session, string Account, string Recipient, bool InData)
{
    // A result is stored milliseconds after its 250, and seconds after it on a machine that does other things. That a lane works on no more
    // messages at once than it has connections is what bounds them.
    private static readonly TimeSpan ResultTakes = TimeSpan.FromSeconds(20);

    // The kernel closes a dead process's connections at once; the sink sees it when it next reads or writes, and has the time to.
    private static readonly TimeSpan EndTakes = TimeSpan.FromSeconds(20);

    /// <summary>As the sink's sessions tell it.</summary>
    public static IReadOnlyList<Interruption> Of(IReadOnlyList<SmtpSession> sessions, IReadOnlyList<Kill> kills) =>
    [
        .. from session in sessions
           where session.EndedAt is not null && !session.Verbs.Contains("QUIT")
           let kill = kills.LastOrDefault(k => k.At <= session.EndedAt && session.EndedAt < k.At + EndTakes)
           where kill is not null
           from transaction in session.Transactions
           where transaction.InvitedAt is not null && !(transaction.AnsweredAt < kill.At - ResultTakes)
           select new Interruption(
               kill, session.Number, session.SignedInAs!, transaction.AcceptedRecipients.Single(), !(transaction.AnsweredAt < kill.At)),
    ];
}
