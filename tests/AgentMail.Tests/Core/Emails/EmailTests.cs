using AgentMail.Core.Emails;

namespace AgentMail.Tests.Core.Emails;

public sealed class EmailTests
{
    [Fact]
    public void Recipients_who_still_wait_move_with_the_email_and_the_others_stay()
    {
        var email = StoredEmail.New(EmailStatus.Delayed, recipients: ["waits@example.net", "sent@example.net", "failed@example.net"]);
        email.Stands(1, EmailStatus.Sent);
        email.Stands(2, EmailStatus.Failed);

        email.MoveTo(EmailStatus.Sending, StoredEmail.CreatedAt, StoredEmail.CreatedAt);

        Assert.Equal([EmailStatus.Sending, EmailStatus.Sent, EmailStatus.Failed], email.Recipients.Select(r => r.Status));
        Assert.Equal(StoredEmail.CreatedAt, email.NextActionAt);
    }

    [Fact]
    public void An_illegal_move_is_a_mistake_of_ours_and_changes_nothing()
    {
        var email = StoredEmail.New(EmailStatus.Sent);

        Assert.Throws<InvalidOperationException>(() => email.MoveTo(EmailStatus.Queued, StoredEmail.CreatedAt, StoredEmail.CreatedAt));
        Assert.Equal((EmailStatus.Sent, null), (email.Status, email.NextActionAt));
    }

    [Fact]
    public void Nor_can_a_recipient_who_has_it_be_made_to_wait_again()
    {
        var recipient = StoredEmail.New(EmailStatus.Sent).Recipients[0];

        Assert.Throws<InvalidOperationException>(() => recipient.MoveTo(EmailStatus.Queued, EmailMover.Itself));
        Assert.Equal(EmailStatus.Sent, recipient.Status);
    }
}
