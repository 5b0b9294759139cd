using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.Worker.Smtp;

namespace AgentMail.Worker.Testing;

/// <summary>Which setting a failure is to blame on, and what a person can do about it. Pure; the table is in <c>docs/test-email.md</c>.</summary>
internal static class TestBlame
{
    /// <summary>The setting; null where none is to blame.</summary>
    public static string? FieldOf(SmtpFailure failure, TestedSettings tested) =>
        failure.Fault is { } fault ? FieldOf(fault, tested) : FieldOf(failure.Error, tested);

    /// <summary>What to do, where a send would have gone on by itself in a test's own words.</summary>
    public static string HintOf(SmtpFailure failure) => failure switch
    {
        { Reason: FailureReason.OutcomeUnknown } =>
            "The message went out, and the server did not confirm it. It may have arrived: look for it. If it did, the server is slow; if not, test again.",
        { Reason: FailureReason.Greylisted } =>
            "The server greylists: it takes mail from a new sender only at the second try, which AgentMail makes when it sends. No setting is to blame; test again in five minutes.",
        { Reason: FailureReason.RateLimited } =>
            "The account sends too fast or too much just now, or has used up its limit. No setting is to blame; wait and test again, or ask the provider for a higher limit.",
        { Reason: FailureReason.AuthenticationUnavailable, Fault: null } =>
            "The server could not check the sign-in just now; this says nothing about the password. Test again in a few minutes.",
        { Reason: FailureReason.RecipientFull } => "The mailbox of the recipient is full. Make room in it, or test with another address.",
        { Class: FailureClass.Transient } => "The server asks to try again later, which AgentMail does when it sends. No setting is to blame, as far as it says; test again in a few minutes.",
        _ => failure.Error.Hint,
    };

    private static string? FieldOf(SmtpFault fault, TestedSettings tested) => fault switch
    {
        SmtpFault.HostUnknown or SmtpFault.LookupFailed or SmtpFault.PrivateAddress or SmtpFault.Unreachable or SmtpFault.CertificateName => TestFields.Host,
        SmtpFault.ConnectionRefused or SmtpFault.NotSmtp => TestFields.Port,
        SmtpFault.NoGreeting or SmtpFault.NotTls or SmtpFault.StartTlsMissing => TestFields.Security,
        SmtpFault.CertificateExpired or SmtpFault.CertificateUntrusted => TestFields.CaCertificate,
        SmtpFault.NoSignIn => tested.Security is ConnectionSecurity.None ? TestFields.Security : TestFields.Port,
        SmtpFault.NoPasswordSignIn => TestFields.Authentication,
        SmtpFault.Unspeakable => TestFields.Password,
        _ => null,
    };

    private static string? FieldOf(DeliveryError error, TestedSettings tested) => (error.Reason, error.Hint) switch
    {
        (FailureReason.CredentialsRefused, _) => TestFields.Password,
        (FailureReason.AuthenticationNotAllowed, Hints.SignInDemanded) when tested.Authentication is AuthenticationKind.None => TestFields.Authentication,
        (FailureReason.AuthenticationNotAllowed, Hints.EncryptionForSignIn) => TestFields.Security,
        (FailureReason.AuthenticationNotAllowed, Hints.MechanismRefused) => TestFields.Port,
        (FailureReason.AuthenticationNotAllowed, _) => TestFields.UserId,
        (FailureReason.TlsFailed, _) => TestFields.Security,
        (FailureReason.SenderDenied, _) => tested.FromField,
        (FailureReason.RecipientRefused or FailureReason.RecipientFull, _) => tested.ToField,
        (FailureReason.MessageRefused, Hints.RelayDenied) => tested.Authentication is AuthenticationKind.None ? TestFields.Authentication : TestFields.UserId,
        (FailureReason.ConnectionFailed, Hints.ServiceRefused) => TestFields.Host,
        _ => null,
    };
}
