using System.Globalization;
using AgentMail.Core.Delivery;
using static AgentMail.Core.Delivery.FailureClass;
using static AgentMail.Core.Delivery.SmtpStage;

namespace AgentMail.Tests.Core.Delivery;

public sealed class ReplyClassifierTests
{
    /// <summary>Every row of the reply table, as servers say it.</summary>
    public static TheoryData<SmtpStage, string, FailureClass, FailureReason> Replies => new()
    {
        // transient
        { RcptTo, "450 mailbox busy", Transient, FailureReason.Transient },
        { Data, "451 4.3.0 Temporary system problem", Transient, FailureReason.Transient },
        { MailFrom, "421 4.4.2 idle timeout", Transient, FailureReason.Transient },
        { Connect, "421 4.3.2 Service not available", Transient, FailureReason.Transient },
        { RcptTo, "450 4.7.1 please try again", Transient, FailureReason.Transient },
        { RcptTo, "451 4.7.5 cryptographic failure", Transient, FailureReason.Transient },

        // greylist
        { RcptTo, "450 4.2.0 <a@b.example>: Recipient address rejected: Greylisted, see http://postgrey.example/", Transient, FailureReason.Greylisted },
        { RcptTo, "451 4.7.1 Greylisting in action, please come back later", Transient, FailureReason.Greylisted },
        { RcptTo, "451 Graylisted", Transient, FailureReason.Greylisted },

        // rate-limited
        { MailFrom, "421 4.7.0 Try again later, closing connection", Transient, FailureReason.RateLimited },
        { Data, "421 4.7.28 Gmail has detected an unusual rate", Transient, FailureReason.RateLimited },
        { Data, "432 4.3.2 Concurrent connections limit exceeded", Transient, FailureReason.RateLimited },
        { RcptTo, "450 4.2.1 The user you are trying to contact is receiving mail at a high pace", Transient, FailureReason.RateLimited },
        { Connect, "451 4.7.500 Server busy", Transient, FailureReason.RateLimited },
        { RcptTo, "452 4.5.3 Too many recipients", Transient, FailureReason.RateLimited },
        { RcptTo, "452 Too many recipients in this transaction", Transient, FailureReason.RateLimited },
        { RcptTo, "552 Too many recipients", Transient, FailureReason.RateLimited },
        { Authenticate, "454 4.7.0 Too many login attempts, please try again later", Transient, FailureReason.RateLimited },
        { Data, "550 5.4.5 Daily user sending limit exceeded", Transient, FailureReason.RateLimited },
        { Data, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", Transient, FailureReason.RateLimited },
        { MailFrom, "550 5.1.90 Your message can't be sent because you've reached your daily limit", Transient, FailureReason.RateLimited },
        { MailFrom, "450 rate limit exceeded", Transient, FailureReason.RateLimited },
        { RcptTo, "450 too many messages", Transient, FailureReason.RateLimited },
        { Connect, "554 too many connections from your host", Connection, FailureReason.RateLimited },

        // auth-transient
        { Authenticate, "454 4.7.0 Temporary authentication failure", Transient, FailureReason.AuthenticationUnavailable },
        { Authenticate, "421 4.7.0 Try again later", Transient, FailureReason.AuthenticationUnavailable },
        { Authenticate, "451 local error", Transient, FailureReason.AuthenticationUnavailable },

        // auth-failed
        { Authenticate, "535 5.7.8 Username and Password not accepted", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "535 5.7.3 Authentication unsuccessful", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "534 5.7.9 Application-specific password required", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "534 5.7.14 Please log in via your web browser", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "535 Incorrect authentication data", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "535 5.7.8 Use an app password to sign in", FailureClass.Authentication, FailureReason.CredentialsRefused },

        { Authenticate, "535 5.7.8 Username and Password not accepted. Learn more at https://support.google.com/mail/?p=BadCredentials a1 - gsmtp", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "535 5.7.3 Authentication unsuccessful [AM0PR01CA0015.eurprd01.prod.outlook.com]", FailureClass.Authentication, FailureReason.CredentialsRefused },
        { Authenticate, "535 Authentication Credentials Invalid", FailureClass.Authentication, FailureReason.CredentialsRefused },

        // auth-config
        { Authenticate, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "535 5.7.3 Authentication unsuccessful, basic authentication is disabled.", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "550 5.7.30 Basic authentication is not supported for Client Submission", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { MailFrom, "530 5.7.57 Client not authenticated to send mail", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { MailFrom, "530 5.7.0 Authentication Required", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "504 5.7.4 Unrecognized authentication type", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "538 5.7.11 Encryption required for requested authentication mechanism", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "550 Account disabled", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },
        { Authenticate, "503 5.5.1 AUTH not available", FailureClass.Authentication, FailureReason.AuthenticationNotAllowed },

        // sender-denied
        { Data, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", Policy, FailureReason.SenderDenied },
        { Data, "554 5.2.252 SendAsDenied; agent@x.example not allowed to send as boss@x.example", Policy, FailureReason.SenderDenied },
        { Data, "554 5.2.252 Sending as this user is denied", Policy, FailureReason.SenderDenied },
        { Data, "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", Policy, FailureReason.SenderDenied },
        { RcptTo, "553 5.7.1 <boss@x.example>: Sender address rejected: not owned by user agent@x.example", Policy, FailureReason.SenderDenied },
        { MailFrom, "550 5.1.7 Invalid address", Policy, FailureReason.SenderDenied },
        { Data, "550 5.1.8 Access denied, bad outbound sender", Policy, FailureReason.SenderDenied },
        { MailFrom, "550 5.7.27 Sender address has null MX", Policy, FailureReason.SenderDenied },

        { Data, "553 Relaying disallowed as boss@x.example", Policy, FailureReason.SenderDenied },
        { Data, "553 Sender is not allowed to relay emails", Policy, FailureReason.SenderDenied },
        { MailFrom, "553 5.7.1 Sender address rejected: not owned by auth user.", Policy, FailureReason.SenderDenied },
        { RcptTo, "553 5.7.1 <boss@x.example>: Sender address rejected: not logged in", Policy, FailureReason.SenderDenied },
        { MailFrom, "550 Requested action not taken: mailbox unavailable\nSender address is not allowed.", Policy, FailureReason.SenderDenied },
        { MailFrom, "554 5.1.0 The Sender's Address Was Not Allowed", Policy, FailureReason.SenderDenied },
        { MailFrom, "554 Transaction failed\nUnauthorized sender address.", Policy, FailureReason.SenderDenied },
        { Data, "550 5.7.0 From address is not one of your addresses", Policy, FailureReason.SenderDenied },
        { MailFrom, "501 mail from address must be same as authorization user", Policy, FailureReason.SenderDenied },
        { Data, "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@x.example", Policy, FailureReason.SenderDenied },

        // relay
        { RcptTo, "554 5.7.1 <bob@y.example>: Relay access denied", Permanent, FailureReason.MessageRefused },
        { RcptTo, "550 relay not permitted", Permanent, FailureReason.MessageRefused },
        { RcptTo, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Permanent, FailureReason.MessageRefused },

        // tls
        { MailFrom, "530 5.7.0 Must issue a STARTTLS command first", Policy, FailureReason.TlsFailed },
        { Authenticate, "530 5.7.0 Must issue a STARTTLS command first", Policy, FailureReason.TlsFailed },
        { Tls, "454 4.7.0 TLS not available due to temporary reason", Policy, FailureReason.TlsFailed },
        { Tls, "502 command not implemented", Policy, FailureReason.TlsFailed },
        { MailFrom, "454 TLS currently unavailable", Policy, FailureReason.TlsFailed },

        // recipient-permanent
        { RcptTo, "550 5.1.1 User unknown", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "550 5.1.2 Bad destination system", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "550 5.1.3 Bad destination mailbox address syntax", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "550 5.1.6 Mailbox has moved", Permanent, FailureReason.RecipientRefused },
        { Data, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "556 5.1.10 Recipient address has null MX", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "551 User not local", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "553 5.1.3 The recipient address is not a valid address", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "550 5.2.1 The email account is disabled", Permanent, FailureReason.RecipientRefused },
        { RcptTo, "550 no such user", Permanent, FailureReason.RecipientRefused },

        // recipient-full
        { RcptTo, "452 4.2.2 Mailbox full: too many messages", Transient, FailureReason.RecipientFull },
        { RcptTo, "552 5.2.2 Over quota", Transient, FailureReason.RecipientFull },
        { RcptTo, "552 storage exceeded", Transient, FailureReason.RecipientFull },

        // permanent
        { MailFrom, "552 5.3.4 Message size exceeds fixed limit", Permanent, FailureReason.MessageRefused },
        { Data, "552 message too big", Permanent, FailureReason.MessageRefused },
        { Data, "554 5.6.0 Message content rejected", Permanent, FailureReason.MessageRefused },
        { Data, "550 5.7.1 This message looks like spam", Permanent, FailureReason.MessageRefused },
        { RcptTo, "550 5.7.26 Unauthenticated email", Permanent, FailureReason.MessageRefused },
        { MailFrom, "501 5.5.4 Invalid domain name", Permanent, FailureReason.MessageRefused },
        { Data, "503 5.5.1 Bad sequence of commands", Permanent, FailureReason.MessageRefused },
        { MailFrom, "501 Syntax error in parameters", Permanent, FailureReason.MessageRefused },

        // conflict or no code
        { Data, "554 4.4.7 Message expired", Permanent, FailureReason.Unclassified },
        { RcptTo, "450 5.1.1 no such user", Transient, FailureReason.Unclassified },
        { Data, "554 no", Permanent, FailureReason.Unclassified },
        { Data, "554 5.3.0 Other mail system problem", Permanent, FailureReason.Unclassified },

        // no conversation
        { Connect, "554 5.7.1 Your address is listed", Permanent, FailureReason.MessageRefused },
        { Connect, "554 No SMTP service here", Connection, FailureReason.ConnectionFailed },
        { MailFrom, "354 go ahead", Connection, FailureReason.Unclassified },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void EachReplyHasItsRow(SmtpStage stage, string line, FailureClass expectedClass, FailureReason expectedReason)
    {
        var verdict = Classify(stage, line);

        Assert.Equal((expectedClass, expectedReason), (verdict.Class, verdict.Reason));
        Assert.NotEmpty(verdict.Hint);
    }

    [Fact]
    public void No_row_is_without_an_example() => Assert.Empty(ReplyRules.All.Except(Replies.Select(sample =>
    {
        var reply = Parse(sample.Data.Item2);
        return ReplyRules.All.FirstOrDefault(row => row.Matches(sample.Data.Item1, reply.Code, reply.EnhancedCode, reply.Text));
    }).OfType<ReplyRule>()).Select(row => $"{row.Codes} {row.Enhanced} {row.Reason}"));

    [Theory]
    [InlineData(Authenticate, "535 5.7.139 basic authentication is disabled", "Microsoft 365")]
    [InlineData(Authenticate, "534 5.7.9 Application-specific password required", "app password")]
    [InlineData(Authenticate, "535 5.7.8 Username and Password not accepted. https://support.google.com/mail/?p=BadCredentials - gsmtp", "app password")]
    [InlineData(Authenticate, "535 5.7.3 Authentication unsuccessful [X.eurprd01.prod.outlook.com]", "Authenticated SMTP")]
    [InlineData(RcptTo, "554 5.7.1 <bob@y.example>: Relay access denied", "other domains")]
    [InlineData(MailFrom, "550 5.7.60 not yours", "From address")]
    [InlineData(MailFrom, "530 5.7.0 Must issue a STARTTLS command first", "STARTTLS")]
    [InlineData(Authenticate, "535 5.7.8 no", "user ID and password")]
    public void TheHintSaysWhatToDo(SmtpStage stage, string line, string expected) =>
        Assert.Contains(expected, Classify(stage, line).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("451 4.7.1 Greylisted, try again in 300 seconds", 300.0)]
    [InlineData("451 4.7.1 please try again in 5 minutes", 300.0)]
    [InlineData("450 4.2.1 Please wait 90s and retry", 90.0)]
    [InlineData("421 retry after 2 hours", 3600.0)]
    [InlineData("421 retry in 999999 seconds", 3600.0)]
    [InlineData("421 retry after 0 seconds", 1.0)]
    [InlineData("451 4.7.1 try again later", null)]
    [InlineData("451 4.4.1 connection timed out after 30 seconds", null)]
    [InlineData("550 5.7.1 try again in 5 minutes", null)]
    public void ATimeInTheTextIsReadAndBounded(string line, double? seconds) =>
        Assert.Equal(seconds, Classify(RcptTo, line).RetryAfter?.TotalSeconds);

    private static ReplyVerdict Classify(SmtpStage stage, string line) => ReplyClassifier.Classify(stage, Parse(line));

    private static SmtpReply Parse(string line) => SmtpReplyText.Parse(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line[4..]);
}
