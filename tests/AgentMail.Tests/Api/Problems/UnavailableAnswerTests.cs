using AgentMail.Api.Problems;
using AgentMail.Core.Storage;

namespace AgentMail.Tests.Api.Problems;

public sealed class UnavailableAnswerTests
{
    [Theory]
    [InlineData("GET", "/v1/emails", false, "Try again in a while.")]
    [InlineData("PUT", "/v1/agents/ann", false, "repeating it does no harm")]
    [InlineData("DELETE", "/v1/agents/ann", false, "repeating it does no harm")]
    [InlineData("POST", "/v1/emails", true, "repeat it with the same Idempotency-Key")]
    [InlineData("POST", "/v1/emails/batch", true, "repeat it with the same Idempotency-Key")]
    [InlineData("POST", "/v1/emails", false, "look at GET /v1/emails before you repeat it")]
    [InlineData("POST", "/v1/emails/em_1/cancel", true, "read what it is about before you repeat it")]
    [InlineData("PATCH", "/v1/emails/em_1", false, "read what it is about before you repeat it")]
    public void It_says_what_to_do_about_this_request(string method, string path, bool hasKey, string expected)
    {
        var problem = UnavailableAnswer.Of(method, path, hasKey, DatabaseFault.Away);

        Assert.Equal(ProblemCode.Unavailable, problem.Code);
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("othing was stored", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseFault.Full, "no room left", 30)]
    [InlineData(DatabaseFault.Locked, "locked by another program", 5)]
    [InlineData(DatabaseFault.Conflict, "does not answer", 5)]
    public void It_says_what_stands_against_it_and_when_to_come_back(DatabaseFault fault, string expected, int seconds)
    {
        var problem = UnavailableAnswer.Of("GET", "/v1/emails", hasKey: false, fault);

        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(seconds), problem.RetryAfter);
    }
}
