namespace AgentMail.Core.Validation;

/// <summary>What is wrong with one value, before it is known which field of which request it came from.</summary>
/// <param name="Code">One of <see cref="FieldCodes"/>.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record FieldProblem(string Code, string Detail);
