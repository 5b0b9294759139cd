using AgentMail.Contracts.Commands;
using AgentMail.Core.Identities;

namespace AgentMail.Core.TestEmails;

/// <summary>What a test is about.</summary>
/// <param name="Kind">Agent, channel or server.</param>
/// <param name="Id">Which one.</param>
/// <param name="Typed">The identity that the typed values would make, were they saved.</param>
/// <param name="Stored">The identity as it is stored.</param>
/// <param name="To">Who gets the message; null stands for the identity's own address.</param>
public sealed record TestSubject(TestSubjectKind Kind, string Id, IdentityResolution Typed, IdentityResolution Stored, string? To)
{
    /// <summary>Names what the typed values of a test are sealed for.</summary>
    public static string Name(TestSubjectKind kind, string id) => $"{kind}:{id}";
}
