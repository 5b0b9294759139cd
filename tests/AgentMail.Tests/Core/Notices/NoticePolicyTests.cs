using AgentMail.Core.Emails;
using AgentMail.Core.Notices;

namespace AgentMail.Tests.Core.Notices;

public sealed class NoticePolicyTests
{
    private const string Ann = "ann@acme.example";
    private const string Contact = "it@acme.example";

    [Theory]
    // kind, sender, own account, default server, workplace email, contact address → who is told
    [InlineData(NoticeKind.Failure, SenderKind.Agent, false, false, Ann, Contact, Ann)]
    [InlineData(NoticeKind.Failure, SenderKind.Agent, false, true, Ann, null, Ann)]
    [InlineData(NoticeKind.Failure, SenderKind.Agent, true, false, null, Contact, Contact)]
    [InlineData(NoticeKind.Failure, SenderKind.Agent, true, false, null, null, null)]
    [InlineData(NoticeKind.Failure, SenderKind.Channel, false, false, Ann, Contact, Contact)]
    [InlineData(NoticeKind.Failure, SenderKind.Channel, true, false, Ann, null, null)]
    [InlineData(NoticeKind.Failure, SenderKind.Tenant, false, true, Ann, Contact, null)]
    [InlineData(NoticeKind.Pause, SenderKind.Agent, true, false, Ann, Contact, Ann)]
    [InlineData(NoticeKind.Pause, SenderKind.Agent, true, false, null, Contact, Contact)]
    [InlineData(NoticeKind.Pause, SenderKind.Agent, false, false, Ann, Contact, Contact)]
    [InlineData(NoticeKind.Pause, SenderKind.Agent, false, false, Ann, null, null)]
    [InlineData(NoticeKind.Pause, SenderKind.Agent, false, true, Ann, Contact, null)]
    [InlineData(NoticeKind.Pause, SenderKind.Channel, true, false, null, Contact, Contact)]
    [InlineData(NoticeKind.Pause, SenderKind.Channel, false, false, null, Contact, Contact)]
    [InlineData(NoticeKind.Pause, SenderKind.Channel, false, true, null, Contact, null)]
    [InlineData(NoticeKind.Pause, SenderKind.Tenant, false, true, null, Contact, null)]
    [InlineData(NoticeKind.Pause, SenderKind.Tenant, false, false, null, Contact, null)]
    public void Who_is_told(NoticeKind kind, SenderKind sender, bool own, bool onDefault, string? workplace, string? contact, string? told)
    {
        var facts = new NoticeFacts
        {
            Kind = kind,
            Sender = sender,
            OwnAccount = own,
            OnDefaultServer = onDefault,
            Enabled = true,
            WorkplaceEmail = workplace,
            ContactAddress = contact,
        };

        Assert.Equal(told, NoticePolicy.RecipientOf(facts));
        Assert.Null(NoticePolicy.RecipientOf(facts with { Enabled = false }));
    }
}
