using AgentMail.Core.Identities;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

/// <summary>What a person is told of a password that cannot be used: whose it is, for which place it was given, where mail goes now, who enters it.</summary>
public sealed class AccountPasswordTests
{
    private const string Here = "smtp.acme.example:587 starttls";

    [Fact]
    public void Without_a_password_the_agreed_words()
    {
        const string Words = "There is no email password configured for your email account.";

        Assert.Equal(Words, AccountPassword.CheckOwn(Agent(Server(), @override: true))!.Detail);
        Assert.Equal(Words, AccountPassword.CheckOwn(Channel(Server(), @override: true))!.Detail);
    }

    [Fact]
    public void A_password_for_another_place_names_both_places_and_who_enters_it()
    {
        Assert.Equal(
            $"The email password was given for {Elsewhere}, and mail now goes through {Here}. It is not sent there: enter it again in the profile.",
            AccountPassword.CheckOwn(Agent(Server(), @override: true, secret: OwnSecret, place: Elsewhere))!.Detail);
        Assert.Equal(
            $"The email password was given for {Elsewhere}, and mail now goes through {Here}. It is not sent there: an admin must enter it again in channel 'support'.",
            AccountPassword.CheckOwn(Channel(Server(), @override: true, secret: OwnSecret, place: Elsewhere))!.Detail);
    }

    [Fact]
    public void The_shared_account_is_an_admins_affair()
    {
        var server = Server();
        server.PasswordPlace = Elsewhere + " old-login";
        Assert.Equal(
            $"The password of the shared account of server 'own' was given for {Elsewhere} old-login, and the account is now {Here} {ServerLogin}. It is not sent there: an admin must enter it again.",
            AccountPassword.CheckShared(server)!.Detail);

        server.SealedPassword = null;
        Assert.Equal("Server 'own' has no password for its shared account; an admin must enter it there.", AccountPassword.CheckShared(server)!.Detail);
        server.Username = null;
        Assert.Equal("Server 'own' has no user name for its shared account; an admin must enter user name and password there.", AccountPassword.CheckShared(server)!.Detail);
    }

    /// <summary>R22: without override nobody asks an agent or a channel for credentials.</summary>
    [Theory]
    [InlineData(Sign.Password, false)]
    [InlineData(Sign.Nothing, true)]
    [InlineData(Sign.Sandbox, true)]
    public void Where_none_is_needed_none_is_missed(Sign sign, bool @override)
    {
        Assert.Null(AccountPassword.CheckOwn(Agent(Server(sign: sign), @override: @override)));
        Assert.Null(AccountPassword.CheckOwn(Channel(Server(sign: sign), @override: @override)));
        if (sign != Sign.Password)
            Assert.Null(AccountPassword.CheckShared(Server(sign: sign)));
    }
}
