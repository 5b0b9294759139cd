using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.TestEmails;
using AgentMail.Tests.Core.Identities;

namespace AgentMail.Tests.Core.TestEmails;

/// <summary>Typed values resolve as if they had been saved.</summary>
public sealed class TestSubjectsTests
{
    private const string Typed = "sealed as typed";

    [Fact]
    public void Nothing_typed_is_what_is_stored()
    {
        var subject = TestSubjects.Of(Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret), TypedValues.None, null, evenIfDisabled: false);

        Assert.Equivalent(Identity(subject.Stored), Identity(subject.Typed), strict: true);
    }

    [Fact]
    public void Typed_values_stand_for_stored_ones_and_the_login_follows_the_address_unless_it_is_stored()
    {
        var row = Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret);
        var typed = Identity(TestSubjects.Of(row, new() { Address = "new@acme.example" }, Typed, evenIfDisabled: false).Typed);
        var withLogin = Identity(TestSubjects.Of(Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret, userId: "login@acme.example"), new() { Address = "new@acme.example" }, null, false).Typed);

        Assert.Equal(("new@acme.example", "new@acme.example", Typed, SecretOwners.Agent("ann")), (typed.From, typed.UserId, typed.SealedPassword, typed.SecretOwner));
        Assert.Equal(("login@acme.example", Rows.OwnSecret), (withLogin.UserId, withLogin.SealedPassword));
    }

    [Fact]
    public void Without_override_typed_credentials_are_of_no_use()
    {
        var identity = Identity(TestSubjects.Of(Rows.Agent(Rows.Server(isDefault: true)), new() { UserId = "x@acme.example", Password = "x" }, Typed, false).Typed);

        Assert.Equal((Rows.ServerLogin, Rows.ServerSecret), (identity.UserId, identity.SealedPassword));
    }

    [Fact]
    public void A_password_is_wanted_where_none_is_typed_or_stored()
    {
        var row = Rows.Agent(Rows.Server(), @override: true);

        Assert.Equal(IdentityRefusal.EmailPasswordMissing, Assert.IsType<IdentityResolution.Refused>(TestSubjects.Of(row, TypedValues.None, null, false).Typed).Reason);
        Assert.IsType<IdentityResolution.Resolved>(TestSubjects.Of(row, new() { Password = "x" }, Typed, false).Typed);
    }

    /// <summary>A test sends no password to a place it was not given for; one that is typed now is given for this place.</summary>
    [Fact]
    public void A_password_given_for_another_place_is_not_used_and_a_typed_one_is()
    {
        var row = Rows.Agent(Rows.Server(), @override: true, secret: Rows.OwnSecret);
        row.Profile.EmailPasswordPlace = "smtp.elsewhere.example:587 starttls";

        Assert.Equal(IdentityRefusal.EmailPasswordMissing, Assert.IsType<IdentityResolution.Refused>(TestSubjects.Of(row, TypedValues.None, null, false).Typed).Reason);
        Assert.Equal(Typed, Identity(TestSubjects.Of(row, new() { Password = "x" }, Typed, false).Typed).SealedPassword);
    }

    [Fact]
    public void Who_is_switched_off_is_tested_only_where_that_is_allowed()
    {
        var row = Rows.Agent(Rows.Server(isDefault: true), enabled: false);

        Assert.IsType<IdentityResolution.Refused>(TestSubjects.Of(row, TypedValues.None, null, evenIfDisabled: false).Typed);
        Assert.IsType<IdentityResolution.Resolved>(TestSubjects.Of(row, TypedValues.None, null, evenIfDisabled: true).Typed);
        Assert.IsType<IdentityResolution.Resolved>(TestSubjects.Of(Rows.Channel(Rows.Server(isDefault: true), enabled: false), TypedValues.None, evenIfDisabled: true).Typed);
    }

    [Fact]
    public void A_server_sends_from_its_own_address_through_its_shared_account()
    {
        var identity = Identity(TestSubjects.Of(Rows.Server(), new TypedValues { To = "admin@acme.example" }).Typed);

        Assert.Equal((Rows.ServerFrom, null, Rows.ServerLogin, Rows.ServerSecret), (identity.From, identity.ReplyTo, identity.UserId, identity.SealedPassword));
        Assert.Equal("acme/own/shared", identity.Lane);
    }

    private static SendingIdentity Identity(IdentityResolution resolution) => Assert.IsType<IdentityResolution.Resolved>(resolution).Identity;
}
