using AgentMail.Contracts.Commands;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.TestEmails;

namespace AgentMail.Worker.Testing;

/// <summary>As much of the tested settings as it takes to say which of them is to blame.</summary>
/// <param name="Security">How the connection is secured.</param>
/// <param name="Authentication">How we sign in.</param>
/// <param name="FromField">The setting that From came from.</param>
/// <param name="ToField">The setting that the recipient came from.</param>
/// <param name="SharedAccount">An agent or channel was tested that goes through an account which an admin keeps.</param>
internal sealed record TestedSettings(ConnectionSecurity Security, AuthenticationKind Authentication, string FromField, string ToField, bool SharedAccount)
{
    public static TestedSettings Of(TestSubject subject, SendingIdentity identity) => new(
        identity.Server.Security,
        identity.Server.Authentication,
        subject.Kind == TestSubjectKind.Server || identity.From != identity.Address ? TestFields.FromAddress : TestFields.Address,
        subject.Kind == TestSubjectKind.Agent ? TestFields.Address : TestFields.To,
        subject.Kind != TestSubjectKind.Server && !identity.Override);
}
