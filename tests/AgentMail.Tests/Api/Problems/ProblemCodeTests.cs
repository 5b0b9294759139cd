using System.Reflection;
using AgentMail.Api.Problems;

namespace AgentMail.Tests.Api.Problems;

public sealed class ProblemCodeTests
{
    [Theory]
    [InlineData("validation", 422)]
    [InlineData("malformed", 400)]
    [InlineData("malformed", 415)]
    [InlineData("unauthenticated", 401)]
    [InlineData("forbidden", 403)]
    [InlineData("not-found", 404)]
    [InlineData("conflict", 409)]
    [InlineData("precondition-failed", 412)]
    [InlineData("email-password-missing", 409)]
    [InlineData("from-mismatch", 422)]
    [InlineData("identity-not-found", 422)]
    [InlineData("identity-disabled", 409)]
    [InlineData("payload-too-large", 413)]
    [InlineData("idempotency-key-reused", 422)]
    [InlineData("idempotency-in-progress", 409)]
    [InlineData("not-cancellable", 409)]
    [InlineData("not-uncertain", 409)]
    [InlineData("unavailable", 503)]
    public void Has_the_contracts_status(string code, int status) =>
        Assert.Contains(All(), c => c.Code == code && c.Status == status);

    [Fact]
    public void Has_a_title_for_each() => Assert.All(All(), c => Assert.NotEmpty(c.Title));

    private static IEnumerable<ProblemCode> All() =>
        typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<ProblemCode>();
}
