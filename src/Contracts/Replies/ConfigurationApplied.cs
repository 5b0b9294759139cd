namespace AgentMail.Contracts.Replies;

/// <summary>What became of a configuration change.</summary>
/// <param name="OperationId">The change.</param>
/// <param name="Outcome">Applied, or why not.</param>
/// <param name="Created">True when the resource did not exist before.</param>
/// <param name="Version">The resource's version after the change; 0 when it was removed or refused.</param>
/// <param name="Problems">What was wrong; empty when applied.</param>
public sealed record ConfigurationApplied(
    string OperationId, ConfigurationOutcome Outcome, bool Created, long Version, IReadOnlyList<ConfigurationProblem> Problems);

/// <summary>One thing that was wrong with a change.</summary>
/// <param name="Pointer">JSON Pointer to the member, or empty for the whole.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Detail">What to do.</param>
public sealed record ConfigurationProblem(string Pointer, string Code, string Detail);

/// <summary>How a configuration change ended.</summary>
public enum ConfigurationOutcome
{
    /// <summary>In force from the next send on.</summary>
    Applied,

    /// <summary>The resource, or one it belongs to, does not exist.</summary>
    NotFound,

    /// <summary>The resource has another version than the caller saw.</summary>
    PreconditionFailed,

    /// <summary>Something else stands against it, such as a server still in use.</summary>
    Conflict,

    /// <summary>A member refers to something that does not exist or does not fit.</summary>
    Invalid,
}
