using System.Net;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.Worker.Sasl;
using MailKit.Net.Smtp;

namespace AgentMail.Worker.Smtp;

/// <summary>Signs in by the strongest mechanism that the server offers and that takes a password (RFC 4954).</summary>
internal static class SmtpSignIn
{
    private const int MostNamed = 200;

    /// <summary>Null where the account is signed in, or need not be.</summary>
    public static async Task<SmtpFailure?> RunAsync(SmtpAccount account, SmtpWireClient client, StageLog stages, CancellationToken cancellation)
    {
        if (account.Authentication is AuthenticationKind.None)
            return null;

        stages.Begin(SmtpStage.Authenticate);
        var offered = SaslMechanisms.BestFirst.Where(mechanism => client.AuthenticationMechanisms.Contains(mechanism.Name));
        var credential = new NetworkCredential(account.UserId, account.Password);
        SmtpReply? refusal = null;
        foreach (var mechanism in offered)
        {
            SmtpResponse? response;
            try
            {
                response = await client.SignInAsync(mechanism, credential, cancellation);
            }
            catch (ArgumentException)
            {
                return Unspeakable;
            }

            if (response is null)
                return Senseless;
            if (response.StatusCode is SmtpStatusCode.AuthenticationSuccessful)
            {
                stages.End(mechanism.Name);
                return null;
            }

            refusal = SmtpReplies.From(response, account);

            // Only a mechanism that the server turns out not to have is worth another try: wrong passwords lock accounts.
            if (response.StatusCode is not SmtpStatusCode.CommandParameterNotImplemented)
                break;
        }

        return refusal is null ? NotOffered(account, client) : SmtpFailure.FromReply(SmtpStage.Authenticate, refusal);
    }

    private static SmtpFailure Unspeakable { get; } = SmtpFailure.Without(
        null, SmtpStage.Authenticate, FailureClass.Authentication, FailureReason.CredentialsRefused,
        "The user ID or password has characters that this server's way of signing in does not allow.", SmtpFault.Unspeakable);

    // Whatever breaks off a sign-in says nothing about the password.
    private static SmtpFailure Senseless { get; } = SmtpFailure.Without(
        null, SmtpStage.Authenticate, FailureClass.Connection, FailureReason.AuthenticationUnavailable,
        "What the server asked for in the middle of the sign-in makes no sense; this says nothing about the password. An admin should check that this is the right mail server."
        + Hints.TriesAgain, SmtpFault.NotSmtp);

    private static SmtpFailure NotOffered(SmtpAccount account, SmtpWireClient client)
    {
        var (fault, hint) = client.AuthenticationMechanisms.Count == 0
            ? (SmtpFault.NoSignIn, PortHints.NoSignIn(account.Security))
            : (SmtpFault.NoPasswordSignIn,
                $"The server takes no password; it offers {ServerWords.Of(string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal)), MostNamed)}. An admin should allow password sign-in there.");
        return SmtpFailure.Without(null, SmtpStage.Authenticate, FailureClass.Authentication, FailureReason.AuthenticationNotAllowed, hint, fault);
    }
}
