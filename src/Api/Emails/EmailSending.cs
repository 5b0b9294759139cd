using AgentMail.Api.Auth;
using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Tenants;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Emails;

/// <summary>One send request from JSON to intake, alone or as part of a batch.</summary>
internal sealed class EmailSending(EmailIntake intake, TimeProvider clock)
{
    public async Task<(IntakeResult.Accepted? Accepted, ApiProblem? Problem)> SendAsync(
        EmailRequest request, Caller caller, IdempotencyClaim? claim, CancellationToken ct)
    {
        if (caller.Role == Role.Agent && request.Sender.AgentId is { } agentId && !caller.MayActAs(agentId))
            return (null, ApiProblem.Forbidden("This key sends as its own agent only; name that agent in sender.agentId, or leave it out."));
        var errors = new ValidationErrors();
        if (EmailRules.ToSendRequest(request, caller.TenantId, clock.GetUtcNow(), errors) is not { } send)
            return (null, ApiProblem.Invalid(errors.Items));
        // An agent who names a channel alone writes through it all the same, and only where it is open to that agent.
        if (caller.Role == Role.Agent)
            send = send with { Sender = send.Sender with { AgentId = caller.AgentId } };
        return await intake.AcceptAsync(send, claim, ct) switch
        {
            IntakeResult.Accepted accepted => (accepted, null),
            IntakeResult.Refused refused => (null, IntakeProblems.Of(refused)),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }
}
