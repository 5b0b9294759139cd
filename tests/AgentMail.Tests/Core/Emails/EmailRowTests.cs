using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Tests.Core.Identities;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailRowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly SendingIdentity Own = Identity(Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret));

    [Fact]
    public void An_email_for_now_is_queued_and_due_at_once()
    {
        var email = Row(Draft("bob@example.net"), scheduledAt: null);

        Assert.Equal((EmailStatus.Queued, Now, null), (email.Status, email.NextActionAt!.Value, email.ScheduledAt));
        Assert.Equal(("acme/own/agent:ann", "own", 7), (email.Lane, email.ServerId, email.ConfigVersion));
        Assert.Equal(("ann@acme.example", "ann@acme.example", "ann@acme.example"), (email.From, email.EnvelopeFrom, email.SenderAddress));
    }

    [Fact]
    public void A_later_one_waits_for_its_time_and_a_past_time_means_now()
    {
        var later = Row(Draft("bob@example.net"), Now.AddHours(1));
        var past = Row(Draft("bob@example.net"), Now.AddHours(-1));

        Assert.Equal((EmailStatus.Scheduled, Now.AddHours(1), Now.AddHours(1)), (later.Status, later.NextActionAt!.Value, later.ScheduledAt!.Value));
        Assert.All(later.Recipients, r => Assert.Equal(EmailStatus.Scheduled, r.Status));
        Assert.Equal((EmailStatus.Queued, Now, null), (past.Status, past.NextActionAt!.Value, past.ScheduledAt));
    }

    [Fact]
    public void An_address_named_twice_gets_one_copy_and_counts_where_it_stood_first()
    {
        var draft = Draft("bob@example.net") with
        {
            Cc = [new(EmailAddress.Parse("Bob@Example.net"), "Bob again"), new(EmailAddress.Parse("cy@example.net"), "Cy")],
            Bcc = [new(EmailAddress.Parse("cy@example.net")), new(EmailAddress.Parse("dan@bücher.example"))],
        };

        Assert.Equal(
            [(0, RecipientField.To, "bob@example.net", null), (1, RecipientField.Cc, "cy@example.net", "Cy"), (2, RecipientField.Bcc, "dan@xn--bcher-kva.example", null)],
            Row(draft, null).Recipients.Select(r => (r.Ordinal, r.Field, r.Address, r.Name)));
    }

    /// <summary>Upper case makes one letter of these two; lower case, and so the mailbox, does not.</summary>
    [Theory]
    [InlineData("νικος@example.net", "νικοσ@example.net")]
    [InlineData("µ@example.net", "μ@example.net")]
    public void Mailboxes_that_only_look_the_same_in_capitals_are_two(string one, string other) =>
        Assert.Equal([one, other], Row(Draft(one, other), null).Recipients.Select(r => r.Address));

    [Fact]
    public void Mail_under_the_servers_own_address_keeps_whose_it_is_and_says_so()
    {
        var email = Row(Draft("bob@example.net"), null, Identity(Rows.Agent(Rows.Server(isDefault: true))));

        Assert.Equal((Rows.ServerFrom, Rows.ServerFrom, "ann@acme.example"), (email.From, email.EnvelopeFrom, email.SenderAddress));
        Assert.Equal("sent_from_shared_account", Assert.Single(email.Warnings).Code);
        Assert.Equal("acme/main/shared", email.Lane);
    }

    private static Email Row(EmailDraft draft, DateTimeOffset? scheduledAt, SendingIdentity? identity = null)
    {
        identity ??= Own;
        var request = new SendRequest("acme", new("ann", null), null, draft, SignatureChoice.None, scheduledAt);
        var composed = EmailComposer.Compose(draft, EmailSender.HeaderOf(identity), null, "<1@acme.example>", Now);
        var plan = new EmailPlan
        {
            Request = request,
            Draft = draft,
            Sender = new(SenderKind.Agent, "ann", identity.Version, "ann", DefaultSignatureId: null),
            Identity = identity,
            Message = composed,
            Problems = [],
        };
        return EmailRow.Of(plan, Now);
    }

    private static EmailDraft Draft(params string[] to) =>
        new() { To = [.. to.Select(address => new Mailbox(EmailAddress.Parse(address)))], Subject = "Your case", Text = "Hello" };

    private static SendingIdentity Identity(AgentSources sources) => Assert.IsType<IdentityResolution.Resolved>(IdentityResolver.Resolve(sources)).Identity;
}
