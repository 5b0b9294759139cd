using AgentMail.Contracts.Replies;
using AgentMail.Core.Delivery;
using AgentMail.Core.Json;

namespace AgentMail.Worker.Testing;

/// <summary>Puts a conversation into the words of the answer. Pure.</summary>
internal static class TestVerdict
{
    private const string KeptByAdmin = " The account is the server's shared one, which an admin keeps.";

    private static readonly string[] OfTheAccount = [TestFields.UserId, TestFields.Password, TestFields.FromAddress, TestFields.Authentication];

    /// <summary>The answer to a test that ran.</summary>
    public static TestEmailResult Of(TestConversed conversed, TestedSettings tested, string messageId)
    {
        var stages = conversed.Stages.Select(stage => new TestStage(
            WireEnum<SmtpStage>.Name(stage.Stage), stage.Ok, (long)stage.Duration.TotalMilliseconds, WithoutPromise(stage.Detail))).ToList();
        var sent = conversed.WentOut ? messageId : null;
        if (conversed.Failure is not { } failure)
            return new(TestEmailOutcome.Passed, "", stages, null, null, sent);
        var field = TestBlame.FieldOf(failure, tested);
        var hint = WithoutPromise(TestBlame.HintOf(failure)) + (tested.SharedAccount && OfTheAccount.Contains(field) ? KeptByAdmin : "");
        return new(TestEmailOutcome.Failed, "", stages, field, hint, sent);
    }

    // A send goes on by itself; a test does not.
    private static string WithoutPromise(string text) => text.Replace(Hints.TriesAgain, "", StringComparison.Ordinal);
}
