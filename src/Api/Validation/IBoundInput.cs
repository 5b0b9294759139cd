using AgentMail.Api.Problems;

namespace AgentMail.Api.Validation;

/// <summary>A handler's parameter that was read from the request and may have turned out wrong.</summary>
internal interface IBoundInput
{
    /// <summary>Why it cannot be used; null when it can.</summary>
    ApiProblem? Problem { get; }
}
