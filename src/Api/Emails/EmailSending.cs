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
        if (Refuse(request, caller) is { } forbidden)
            return (null, forbidden);
        var errors = new ValidationErrors();
        var send = Read(request, caller, clock.GetUtcNow(), errors);
        if (!errors.IsEmpty)
            return (null, ApiProblem.Invalid(errors.Items));
        return await intake.AcceptAsync(send, claim, ct) switch
        {
            IntakeResult.Accepted accepted => (accepted, null),
            IntakeResult.Refused refused => (null, IntakeProblems.Of(refused)),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }

    /// <summary>What a caller may not even ask for; null for all others.</summary>
    public static ApiProblem? Refuse(EmailRequest request, Caller caller) =>
        caller.Role == Role.Agent && request.Sender.AgentId is { } agentId && !caller.MayActAs(agentId)
            ? ApiProblem.Forbidden("This key sends as its own agent only; name that agent in sender.agentId, or leave it out.")
            : null;

    /// <summary>The request as intake takes it. An agent who names a channel alone writes through it all the same, and only where it is open to that agent.</summary>
    public static SendRequest Read(EmailRequest request, Caller caller, DateTimeOffset now, ValidationErrors errors)
    {
        var send = EmailRules.ToSendRequest(request, caller.TenantId, now, errors);
        return caller.Role == Role.Agent ? send with { Sender = send.Sender with { AgentId = caller.AgentId } } : send;
    }
}
