using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Tests.Core.Emails;
using AgentMail.Tests.Core.Identities;
using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

/// <summary>An email was accepted as ann@acme.example; what its sender has become decides whether it still goes out.</summary>
public sealed class IdentityCheckTests
{
    [Theory]
    [InlineData(IdentityRefusal.EmailPasswordMissing, EmailStatus.Held, FailureReason.EmailPasswordMissing)]
    [InlineData(IdentityRefusal.SharedPasswordMissing, EmailStatus.Held, FailureReason.EmailPasswordMissing)]
    [InlineData(IdentityRefusal.Disabled, EmailStatus.Held, FailureReason.IdentityChanged)]
    [InlineData(IdentityRefusal.NoAddress, EmailStatus.Failed, FailureReason.IdentityChanged)]
    [InlineData(IdentityRefusal.NotFound, EmailStatus.Failed, FailureReason.IdentityChanged)]
    public void What_may_pass_is_held_and_what_will_not_has_failed(IdentityRefusal refusal, EmailStatus status, FailureReason reason)
    {
        var (verdict, why) = IdentityCheck.Of(StoredEmail.New(), new IdentityResolution.Refused(refusal, default, "What to do."))!.Value;

        Assert.Equal((status, reason, "What to do."), (verdict, why.Reason, why.Hint));
    }

    [Theory]
    [InlineData("ann@acme.example")]
    [InlineData("Ann@ACME.example")]
    public void The_same_address_may_be_sent(string address) => Assert.Null(IdentityCheck.Of(StoredEmail.New(), Own(address)));

    /// <summary>R19: From header, envelope and account are one mailbox, and the header is written already.</summary>
    [Fact]
    public void Another_address_by_now_is_not_signed_in_under_the_old_one()
    {
        var (status, why) = IdentityCheck.Of(StoredEmail.New(), Own("ann.smith@acme.example"))!.Value;

        Assert.Equal((EmailStatus.Failed, FailureReason.IdentityChanged), (status, why.Reason));
        Assert.Contains("ann.smith@acme.example", why.Hint, StringComparison.Ordinal);
    }

    /// <summary>R23: what was accepted for the own account does not leave under the server's address.</summary>
    [Fact]
    public void Mail_for_the_own_account_does_not_leave_under_the_servers_address() => Assert.Equal(
        EmailStatus.Failed, IdentityCheck.Of(StoredEmail.New(), IdentityResolver.Resolve(Rows.Agent(Rows.Server())))!.Value.Status);

    private static IdentityResolution Own(string address) =>
        IdentityResolver.Resolve(Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret, address: address));
}
