using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

/// <summary>Every combination of what an admin and an agent can set, and what comes of it (R16-R24).</summary>
public sealed class IdentityResolverTests
{
    /// <summary>The decisions; null in a row stands for any value. Each combination fits exactly one row.</summary>
    private static readonly Rule[] Rules =
    [
        // enabled, override, sign-in, password stored, address allowed → outcome
        new(false, null, null, null, null, Outcome.Disabled),
        new(true, true, Sign.Password, false, null, Outcome.PasswordMissing),
        new(true, true, Sign.Password, true, null, Outcome.OwnAccount),
        new(true, true, Sign.Nothing, null, null, Outcome.OwnWithoutSignIn),
        new(true, true, Sign.Sandbox, null, null, Outcome.OwnWithoutSignIn),
        new(true, false, Sign.Password, null, true, Outcome.SharedAccount),
        new(true, false, Sign.Password, null, false, Outcome.SharedAccountAsServer),
        new(true, false, Sign.Nothing, null, true, Outcome.SharedWithoutSignIn),
        new(true, false, Sign.Nothing, null, false, Outcome.SharedWithoutSignInAsServer),
        new(true, false, Sign.Sandbox, null, true, Outcome.SharedWithoutSignIn),
        new(true, false, Sign.Sandbox, null, false, Outcome.SharedWithoutSignInAsServer),
    ];

    public static TheoryData<SenderKind, bool, bool, bool, Sign, bool, bool> Combinations()
    {
        bool[] both = [true, false];
        // No change leads to an override on the default server: it needs a custom one, and one in use so does not become the default.
        var combinations = from kind in new[] { SenderKind.Agent, SenderKind.Channel }
                           from isDefault in both
                           from enabled in both
                           from @override in both
                           where !(isDefault && @override)
                           from sign in Enum.GetValues<Sign>()
                           from password in both
                           from allowed in both
                           select (kind, isDefault, enabled, @override, sign, password, allowed);
        return new(combinations.Select(c => new TheoryDataRow<SenderKind, bool, bool, bool, Sign, bool, bool>(
            c.kind, c.isDefault, c.enabled, c.@override, c.sign, c.password, c.allowed)));
    }

    [Fact]
    public void The_shared_account_needs_nobodys_leave_for_its_own_address()
    {
        var agent = Rows.Agent(Server(isDefault: true, allowedFrom: "nobody@acme.example"), address: "Relay@acme.example");

        var identity = Assert.IsType<IdentityResolution.Resolved>(IdentityResolver.Resolve(agent)).Identity;

        Assert.Equal(("Relay@acme.example", null), (identity.From, identity.ReplyTo));
        Assert.Empty(identity.Warnings);
    }

    [Fact]
    public void What_lacks_only_its_password_is_shown_and_holds_none()
    {
        var agent = Rows.Agent(Server(), @override: true);

        var candidate = Assert.IsType<IdentityResolution.Refused>(IdentityResolver.Resolve(agent)).Candidate!;

        Assert.Equal(("ann@acme.example", "ann@acme.example", null), (candidate.From, candidate.UserId, candidate.SealedPassword));
    }

    [Fact]
    public void The_contact_centre_itself_sends_as_the_default_server_whatever_that_may_send_as()
    {
        var server = Server(isDefault: true, allowedFrom: "nobody@acme.example");
        var tenant = new AgentMail.Core.Tenants.Tenant { Id = Rows.Tenant, Name = "Acme", Version = 99, CreatedAt = default };

        var identity = Assert.IsType<IdentityResolution.Resolved>(IdentityResolver.Resolve(new TenantSources(tenant, server))).Identity;

        Assert.Equal((ServerFrom, "Acme", null), (identity.From, identity.DisplayName, identity.ReplyTo));
        Assert.Equal((99, 70), (identity.Version, identity.AccountVersion));
        Assert.Equal((LaneKey.Shared(Rows.Tenant, "main"), ServerLogin, ServerSecret), (identity.Lane, identity.UserId, identity.SealedPassword));
        Assert.Empty(identity.Warnings);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Each_combination_has_one_outcome(SenderKind kind, bool isDefault, bool enabled, bool @override, Sign sign, bool password, bool allowed)
    {
        var address = kind == SenderKind.Agent ? "ann@acme.example" : "support@acme.example";
        var server = Server(isDefault, sign, allowedFrom: allowed ? address : "somebody-else@acme.example");
        var outcome = Assert.Single(Rules, r => r.Fits(enabled, @override, sign, password, allowed)).Outcome;

        var resolution = Resolve(kind, server, enabled, @override, password ? OwnSecret : null, userId: "login@acme.example");

        Assert.Equal(Expected(outcome, kind, server, address), Describe(resolution));
    }

    [Theory]
    [InlineData(SenderKind.Agent, "ann@acme.example")]
    [InlineData(SenderKind.Channel, "support@acme.example")]
    public void The_login_is_the_address_where_no_user_id_is_given(SenderKind kind, string address) =>
        Assert.Equal(address, Identity(Resolve(kind, Server(), @override: true, secret: OwnSecret)).UserId);

    [Fact]
    public void An_agent_without_a_workplace_email_is_nobody_to_send_as()
    {
        var refused = Assert.IsType<IdentityResolution.Refused>(IdentityResolver.Resolve(Agent(Server(isDefault: true), address: null)));

        Assert.Equal(IdentityRefusal.NoAddress, refused.Reason);
        Assert.Contains("profile", refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SenderKind.Agent)]
    [InlineData(SenderKind.Channel)]
    public void Own_limits_tighten_those_of_the_own_mailbox(SenderKind kind) => Assert.Equal(
        new(2, 10, 500), Identity(Resolve(kind, Server(limits: new(4, 10, 1000)), @override: true, secret: OwnSecret, limits: new(2, 30, 500))).Limits);

    /// <summary>The shared account is one mailbox to its provider, whoever writes; only a message's size is the sender's own affair.</summary>
    [Theory]
    [InlineData(SenderKind.Agent)]
    [InlineData(SenderKind.Channel)]
    public void Own_limits_do_not_slow_the_shared_account_down(SenderKind kind) => Assert.Equal(
        new(4, 10, 500), Identity(Resolve(kind, Server(limits: new(4, 10, 1000)), limits: new(2, 5, 500))).Limits);

    [Fact]
    public void An_own_account_changes_with_its_sender_and_the_shared_one_with_its_server()
    {
        Assert.Equal(7, Identity(Resolve(SenderKind.Agent, Server(), @override: true, secret: OwnSecret)).AccountVersion);
        Assert.Equal(70, Identity(Resolve(SenderKind.Agent, Server())).AccountVersion);
    }

    private static string Describe(IdentityResolution resolution) => resolution switch
    {
        IdentityResolution.Refused refused => $"{refused.Reason}: {refused.Detail}",
        IdentityResolution.Resolved { Identity: var i } =>
            $"from {i.From} reply-to {i.ReplyTo} as {i.UserId} with {i.SealedPassword} of {i.SecretOwner} on {i.Lane} warns {string.Join(' ', i.Warnings.Select(w => w.Code))}",
        _ => throw new ArgumentOutOfRangeException(nameof(resolution)),
    };

    private static string Expected(Outcome outcome, SenderKind kind, OutboundServer server, string address)
    {
        var (word, id) = kind == SenderKind.Agent ? ("agent", "ann") : ("channel", "support");
        var own = $"{word}:{id}";
        var (ownLane, sharedLane, shared) = ($"acme/{server.Id}/{own}", $"acme/{server.Id}/shared", $"server:{server.Id}");
        return outcome switch
        {
            Outcome.Disabled => $"Disabled: {char.ToUpperInvariant(word[0])}{word[1..]} '{id}' is disabled; an admin can enable it.",
            Outcome.PasswordMissing => "EmailPasswordMissing: There is no email password configured for your email account.",
            Outcome.OwnAccount => $"from {address} reply-to  as login@acme.example with {OwnSecret} of {own} on {ownLane} warns ",
            Outcome.OwnWithoutSignIn => $"from {address} reply-to  as  with  of {own} on {ownLane} warns ",
            Outcome.SharedAccount => $"from {address} reply-to  as {ServerLogin} with {ServerSecret} of {shared} on {sharedLane} warns ",
            Outcome.SharedAccountAsServer =>
                $"from {ServerFrom} reply-to {address} as {ServerLogin} with {ServerSecret} of {shared} on {sharedLane} warns sent_from_shared_account",
            Outcome.SharedWithoutSignIn => $"from {address} reply-to  as  with  of {shared} on {sharedLane} warns ",
            Outcome.SharedWithoutSignInAsServer => $"from {ServerFrom} reply-to {address} as  with  of {shared} on {sharedLane} warns sent_from_shared_account",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
    }

    private static SendingIdentity Identity(IdentityResolution resolution) => Assert.IsType<IdentityResolution.Resolved>(resolution).Identity;

    private enum Outcome
    {
        Disabled,

        /// <summary>R4, and never the shared account instead (R23).</summary>
        PasswordMissing,

        /// <summary>R17, R18, R21.</summary>
        OwnAccount,
        OwnWithoutSignIn,

        /// <summary>R22: nobody is asked for credentials.</summary>
        SharedAccount,

        /// <summary>R24.</summary>
        SharedAccountAsServer,
        SharedWithoutSignIn,
        SharedWithoutSignInAsServer,
    }

    private sealed record Rule(bool? Enabled, bool? Override, Sign? Sign, bool? Password, bool? Allowed, Outcome Outcome)
    {
        public bool Fits(bool enabled, bool @override, Sign sign, bool password, bool allowed) =>
            (Enabled ?? enabled) == enabled && (Override ?? @override) == @override && (Sign ?? sign) == sign
            && (Password ?? password) == password && (Allowed ?? allowed) == allowed;
    }
}
