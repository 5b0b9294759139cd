using AgentMail.Api.Problems;
using AgentMail.Contracts.Replies;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Changes;

/// <summary>A worker's refusal in the words of HTTP.</summary>
internal static class ChangeRefusal
{
    public static ApiProblem? Of(ConfigurationApplied reply) => reply.Outcome switch
    {
        ConfigurationOutcome.Applied => null,
        ConfigurationOutcome.NotFound => new(ProblemCode.NotFound, Detail(reply, "There is no such resource, or the one it belongs to is gone; check the ids.")),
        ConfigurationOutcome.PreconditionFailed => new(ProblemCode.PreconditionFailed, Detail(reply, "The resource has another version by now; read it again and repeat the change.")),
        ConfigurationOutcome.Conflict => new(ProblemCode.Conflict, Detail(reply, "Something else stands against this change.")),
        ConfigurationOutcome.Invalid => ApiProblem.Invalid([.. reply.Problems.Select(p => new ValidationError(p.Pointer, p.Code, p.Detail))]),
        _ => throw new InvalidOperationException($"Unknown outcome {reply.Outcome}."),
    };

    private static string Detail(ConfigurationApplied reply, string otherwise) =>
        reply.Problems.Count == 0 ? otherwise : string.Join(" ", reply.Problems.Select(p => p.Detail));
}
