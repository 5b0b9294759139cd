using AgentMail.Api.Auth;
using AgentMail.Api.Problems;
using AgentMail.Contracts.Commands;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Tenants;
using AgentMail.Core.TestEmails;
using AgentMail.Core.Validation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentMail.Api.TestEmails;

/// <summary>A test from the request to the answer: a worker runs it, and the outcome is put into the words of HTTP.</summary>
internal sealed class TestEmailRunning(ITestEmailGateway gateway, IOptions<TestEmailOptions> options, TimeProvider clock)
{
    public async Task<Results<Ok<TestEmailView>, ApiProblem>> RunAsync(
        TestSubjectKind kind, string id, TypedValues typed, ValidationErrors errors, Caller caller, CancellationToken ct)
    {
        if (!errors.IsEmpty)
            return ApiProblem.Invalid(errors.Items);
        var test = new RunTestEmail(caller.TenantId, kind, id, clock.GetUtcNow() + options.Value.PickUpTimeout, EvenIfDisabled: caller.Role == Role.Admin);
        if (await gateway.RunAsync(test, typed, ct) is not { } result)
            return new ApiProblem(ProblemCode.Unavailable, "No worker ran the test in time. Nothing is known to be wrong with the settings; try again in a few seconds.");
        return ProblemOf(result, kind) is { } problem ? problem : TypedResults.Ok(TestEmailView.Of(result));
    }

    private static ApiProblem? ProblemOf(TestEmailResult result, TestSubjectKind kind) => result.Outcome switch
    {
        TestEmailOutcome.Passed or TestEmailOutcome.Failed => null,
        TestEmailOutcome.NotFound => ApiProblem.NotFound($"{kind} of this id".ToLowerInvariant()),
        TestEmailOutcome.NoAddress => ApiProblem.Invalid("/address", FieldCodes.Required, "This agent has no workplace email yet: give the address to test with."),
        TestEmailOutcome.Disabled => new(ProblemCode.IdentityDisabled, result.Detail),
        TestEmailOutcome.EmailPasswordMissing => new(ProblemCode.EmailPasswordMissing, result.Detail),
        TestEmailOutcome.Busy => new(ProblemCode.RateLimited, result.Detail),
        TestEmailOutcome.Unavailable => new(ProblemCode.Unavailable, result.Detail),
        _ => throw new InvalidOperationException($"Unknown outcome {result.Outcome}."),
    };
}
