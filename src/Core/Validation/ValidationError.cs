namespace AgentMail.Core.Validation;

/// <summary>One thing wrong with a request: the members of <c>errors</c> in a 422 answer (RFC 9457 §3).</summary>
/// <param name="Pointer">Which field, as a JSON Pointer (RFC 6901).</param>
/// <param name="Code">What is wrong, for programs: one of <see cref="FieldCodes"/>.</param>
/// <param name="Detail">What is wrong and what to do, for people. Never repeats a secret.</param>
public sealed record ValidationError(string Pointer, string Code, string Detail);
