using System.Globalization;
using AgentMail.Core.Delivery;
using AgentMail.Core.Servers;
using AgentMail.Worker.Smtp;
using AgentMail.Worker.Testing;
using static AgentMail.Core.Delivery.SmtpStage;

namespace AgentMail.Tests.Worker.Testing;

public sealed class TestBlameTests
{
    private static readonly TestedSettings Own = new(ConnectionSecurity.StartTls, AuthenticationKind.Password, "address", "to", SharedAccount: false);

    /// <summary>As servers say it: Microsoft 365, Google, Postfix, Exim, Amazon SES, Zoho, GMX, Yandex, iCloud, Tencent.</summary>
    public static TheoryData<SmtpStage, string, string?, string> Replies => new()
    {
        { Connect, "554 No SMTP service here", "host", "refused the connection" },
        { Connect, "421 4.3.2 Service not available", null, "test again" },
        { Tls, "454 4.7.0 TLS not available due to temporary reason", "security", "encryption" },
        { MailFrom, "530 5.7.0 Must issue a STARTTLS command first", "security", "STARTTLS" },
        { Authenticate, "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "password", "user ID and password" },
        { Authenticate, "535 5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials x1 - gsmtp", "password", "app password" },
        { Authenticate, "534 5.7.9 Application-specific password required. https://support.google.com/mail/?p=InvalidSecondFactor x1 - gsmtp", "password", "app password" },
        { Authenticate, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", "userId", "Authenticated SMTP" },
        { Authenticate, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [PN0PR01CA0024.INDPRD01.PROD.OUTLOOK.COM]", "userId", "Authenticated SMTP" },
        { Authenticate, "535 5.7.3 Authentication unsuccessful [DB6P18901CA0015.EURP189.PROD.OUTLOOK.COM]", "password", "Authenticated SMTP" },
        { Authenticate, "550 5.7.30 Basic authentication is not supported for Client Submission.", "userId", "no longer takes passwords" },
        { Authenticate, "535 Authentication Credentials Invalid", "password", "user ID and password" },
        { Authenticate, "535 Incorrect authentication data", "password", "user ID and password" },
        { Authenticate, "538 5.7.11 Encryption required for requested authentication mechanism", "security", "encryption" },
        { Authenticate, "504 5.7.4 Unrecognized authentication type", "port", "way of signing in" },
        { Authenticate, "454 4.7.0 Temporary authentication failure: Connection lost to authentication server", null, "nothing about the password" },
        { MailFrom, "530 5.7.57 Client not authenticated to send mail.", "userId", "signing in" },
        { Data, "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "address", "own the From address" },
        { Data, "554 5.2.252 SendAsDenied; ann@acme.example not allowed to send as boss@acme.example", "address", "own the From address" },
        { RcptTo, "553 5.7.1 <boss@acme.example>: Sender address rejected: not owned by user ann@acme.example", "address", "own the From address" },
        { MailFrom, "553 5.7.1 Sender address rejected: not owned by auth user.", "address", "own the From address" },
        { Data, "553 Relaying disallowed as boss@acme.example", "address", "own the From address" },
        { MailFrom, "550 Requested action not taken: mailbox unavailable\nSender address is not allowed.", "address", "own the From address" },
        { Data, "550 5.7.0 From address is not one of your addresses", "address", "own the From address" },
        { MailFrom, "501 mail from address must be same as authorization user", "address", "own the From address" },
        { Data, "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: ann@acme.example", "address", "verified" },
        { RcptTo, "550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown", "to", "recipient" },
        { RcptTo, "452 4.2.2 Mailbox full", "to", "full" },
        { RcptTo, "554 5.7.1 <bob@example.net>: Relay access denied", "userId", "other domains" },
        { RcptTo, "550 relay not permitted", "userId", "other domains" },
        { RcptTo, "450 4.2.0 <bob@example.net>: Recipient address rejected: Greylisted", null, "greylists" },
        { MailFrom, "421 4.7.0 Try again later, closing connection.", null, "too fast" },
        { Data, "550 5.7.1 This message looks like spam", null, "policy" },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_blamed_on_a_field_and_the_hint_says_what_to_do(SmtpStage stage, string line, string? field, string hint)
    {
        var failure = SmtpFailure.FromReply(stage, SmtpReplyText.Parse(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line[4..]));

        Assert.Equal(field, TestBlame.FieldOf(failure, Own));
        Assert.Contains(hint, TestBlame.HintOf(failure), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(SmtpFault.HostUnknown, "host")]
    [InlineData(SmtpFault.PrivateAddress, "host")]
    [InlineData(SmtpFault.Unreachable, "host")]
    [InlineData(SmtpFault.ConnectionRefused, "port")]
    [InlineData(SmtpFault.NotSmtp, "port")]
    [InlineData(SmtpFault.NoGreeting, "security")]
    [InlineData(SmtpFault.NotTls, "security")]
    [InlineData(SmtpFault.StartTlsMissing, "security")]
    [InlineData(SmtpFault.CertificateName, "host")]
    [InlineData(SmtpFault.CertificateExpired, "caCertificate")]
    [InlineData(SmtpFault.CertificateUntrusted, "caCertificate")]
    [InlineData(SmtpFault.NoPasswordSignIn, "authentication")]
    [InlineData(SmtpFault.Unspeakable, "password")]
    [InlineData(SmtpFault.Silent, null)]
    public void A_fault_is_blamed_on_a_field(SmtpFault fault, string? field) =>
        Assert.Equal(field, TestBlame.FieldOf(SmtpFailure.Broken(Connect, "hint", fault), Own));

    [Theory]
    [InlineData(ConnectionSecurity.None, "security")]
    [InlineData(ConnectionSecurity.StartTls, "port")]
    public void No_sign_in_at_all_is_for_want_of_encryption_or_the_wrong_port(ConnectionSecurity security, string field) =>
        Assert.Equal(field, TestBlame.FieldOf(SmtpFailure.Broken(Authenticate, "hint", SmtpFault.NoSignIn), Own with { Security = security }));

    [Theory]
    [InlineData(MailFrom, "530 5.7.0 Authentication required")]
    [InlineData(RcptTo, "554 5.7.1 <bob@example.net>: Relay access denied")]
    public void Who_does_not_sign_in_at_all_is_told_to(SmtpStage stage, string line)
    {
        var failure = SmtpFailure.FromReply(stage, SmtpReplyText.Parse(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line[4..]));

        Assert.Equal("authentication", TestBlame.FieldOf(failure, Own with { Authentication = AuthenticationKind.None }));
    }

    [Fact]
    public void A_shared_accounts_password_is_an_admins_business_and_no_promise_to_try_again_is_made()
    {
        var refused = SmtpFailure.FromReply(Authenticate, new(535, "5.7.8", "no"));
        var lost = SmtpFailure.Broken(Resolve, "The host could not be looked up." + Hints.TriesAgain, SmtpFault.LookupFailed);

        Assert.Contains("which an admin keeps", Verdict(refused, Own with { SharedAccount = true }).Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("admin keeps", Verdict(refused, Own).Hint, StringComparison.Ordinal);
        Assert.Equal("The host could not be looked up.", Verdict(lost, Own).Hint);
    }

    private static AgentMail.Contracts.Replies.TestEmailResult Verdict(SmtpFailure failure, TestedSettings tested) =>
        TestVerdict.Of(new([], failure, WentOut: false), tested, "<id@acme.example>");
}
