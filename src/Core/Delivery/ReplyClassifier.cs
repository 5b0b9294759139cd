namespace AgentMail.Core.Delivery;

/// <summary>
/// Says what a refusing SMTP reply means: the basic digit decides, the enhanced code refines, text only tips
/// (RFC 5321 §4.2.1, RFC 3463 §2). A pure function over <see cref="ReplyRules"/>.
/// </summary>
public static class ReplyClassifier
{
    // Equal to no pattern, and not "none given" either: a code that contradicts its reply must not refine it.
    private const string Contradicting = "?";

    /// <summary>Classifies a reply that refused something.</summary>
    /// <param name="stage">What the reply answered.</param>
    /// <param name="reply">The server's words.</param>
    public static ReplyVerdict Classify(SmtpStage stage, SmtpReply reply)
    {
        var agrees = reply.EnhancedCode is null || reply.EnhancedCode[0] - '0' == reply.Code / 100;
        var enhanced = agrees ? reply.EnhancedCode : Contradicting;
        var rule = ReplyRules.All.FirstOrDefault(row => row.Matches(stage, reply.Code, enhanced, reply.Text))
            ?? ByBasicDigit(reply, agrees);

        return new ReplyVerdict(rule.Class, rule.Reason, rule.Hint, rule.Class is FailureClass.Transient or FailureClass.Connection
            ? RetryAfterText.Parse(reply.Text)
            : null);
    }

    private static ReplyRule ByBasicDigit(SmtpReply reply, bool agrees) => reply switch
    {
        { IsTransient: true } when agrees => new(FailureClass.Transient, FailureReason.Transient, Hints.Transient) { Codes = "4yz" },
        { IsTransient: true } => new(FailureClass.Transient, FailureReason.Unclassified, Hints.Transient) { Codes = "4yz" },
        { IsPermanent: true } => new(FailureClass.Permanent, FailureReason.Unclassified, Hints.Unclassified) { Codes = "5yz" },

        // 2yz or 3yz where it cannot stand: the two sides have lost step, so this conversation is over.
        _ => new(FailureClass.Connection, FailureReason.Unclassified, Hints.Transient) { Codes = "2yz 3yz" },
    };
}
