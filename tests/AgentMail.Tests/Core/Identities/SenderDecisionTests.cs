using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using static AgentMail.Tests.Core.Identities.Rows;

namespace AgentMail.Tests.Core.Identities;

/// <summary>
/// "Who sends this, and why?" over everything that can be set and asked (R16-R24): first whose identity a request chooses, then through
/// which account that identity sends. Both tables are complete: each combination fits exactly one row of each.
/// </summary>
public sealed class SenderDecisionTests
{
    /// <summary>Whose identity: null in a row stands for any value.</summary>
    private static readonly Choice[] Choices =
    [
        // sender, agent or channel enabled, From asked for → the rule that chose, or code and rule of the refusal
        new(By.Agent, false, null, "IdentityDisabled agent_disabled"),
        new(By.Agent, true, Asked.Own, "requested_from"),
        new(By.Agent, true, Asked.OpenChannel, "requested_from"),
        new(By.Agent, true, Asked.DisabledChannel, "FromMismatch channel_disabled"),
        new(By.Agent, true, Asked.ChannelNotOpen, "FromMismatch from_not_in_list"),
        new(By.Agent, true, Asked.AnotherAgent, "FromMismatch from_not_in_list"),
        new(By.Agent, true, Asked.Unknown, "FromMismatch from_not_in_list"),
        new(By.Agent, true, Asked.Nothing, "default_from_agent"),
        new(By.AgentWithChannelDefault, false, null, "IdentityDisabled agent_disabled"),
        new(By.AgentWithChannelDefault, true, Asked.Own, "requested_from"),
        new(By.AgentWithChannelDefault, true, Asked.OpenChannel, "requested_from"),
        new(By.AgentWithChannelDefault, true, Asked.DisabledChannel, "FromMismatch channel_disabled"),
        new(By.AgentWithChannelDefault, true, Asked.ChannelNotOpen, "FromMismatch from_not_in_list"),
        new(By.AgentWithChannelDefault, true, Asked.AnotherAgent, "FromMismatch from_not_in_list"),
        new(By.AgentWithChannelDefault, true, Asked.Unknown, "FromMismatch from_not_in_list"),
        new(By.AgentWithChannelDefault, true, Asked.Nothing, "default_from_channel"),
        new(By.Channel, null, Asked.Own, "FromMismatch from_not_of_channel"),
        new(By.Channel, true, Asked.OpenChannel, "sender_channel"),
        new(By.Channel, false, Asked.OpenChannel, "IdentityDisabled channel_disabled"),
        new(By.Channel, null, Asked.DisabledChannel, "FromMismatch from_not_of_channel"),
        new(By.Channel, null, Asked.ChannelNotOpen, "FromMismatch from_not_of_channel"),
        new(By.Channel, null, Asked.AnotherAgent, "FromMismatch from_not_of_channel"),
        new(By.Channel, null, Asked.Unknown, "FromMismatch from_not_of_channel"),
        new(By.Channel, true, Asked.Nothing, "sender_channel"),
        new(By.Channel, false, Asked.Nothing, "IdentityDisabled channel_disabled"),
        new(By.AgentThroughChannel, null, Asked.Own, "FromMismatch from_not_of_channel"),
        new(By.AgentThroughChannel, true, Asked.OpenChannel, "sender_channel"),
        new(By.AgentThroughChannel, false, Asked.OpenChannel, "FromMismatch channel_disabled"),
        new(By.AgentThroughChannel, null, Asked.DisabledChannel, "FromMismatch from_not_of_channel"),
        new(By.AgentThroughChannel, null, Asked.ChannelNotOpen, "FromMismatch from_not_of_channel"),
        new(By.AgentThroughChannel, null, Asked.AnotherAgent, "FromMismatch from_not_of_channel"),
        new(By.AgentThroughChannel, null, Asked.Unknown, "FromMismatch from_not_of_channel"),
        new(By.AgentThroughChannel, true, Asked.Nothing, "sender_channel"),
        new(By.AgentThroughChannel, false, Asked.Nothing, "FromMismatch channel_disabled"),
        new(By.AgentThroughClosedChannel, null, null, "FromMismatch channel_not_open"),
    ];

    /// <summary>Through which account, and as whom.</summary>
    private static readonly Way[] Ways =
    [
        // override, sign-in, own password, shared password, address allowed → account, From, Reply-To; or code and rule of the refusal
        new(true, Sign.Password, Given.Never, null, null, "EmailPasswordMissing email_password_missing"),
        new(true, Sign.Password, Given.Elsewhere, null, null, "EmailPasswordMissing email_password_given_elsewhere"),
        new(true, Sign.Password, Given.Here, null, null, "own_account, own_address, own_address"),
        new(true, Sign.Nothing, null, null, null, "no_authentication, own_address, own_address"),
        new(true, Sign.Sandbox, null, null, null, "sandbox, own_address, own_address"),
        new(false, Sign.Password, null, Given.Never, null, "EmailPasswordMissing shared_password_missing"),
        new(false, Sign.Password, null, Given.Elsewhere, null, "EmailPasswordMissing shared_password_given_elsewhere"),
        new(false, Sign.Password, null, Given.Here, true, "shared_account, allowed_from, own_address"),
        new(false, Sign.Password, null, Given.Here, false, "shared_account, shared_from_address, shared_from_address"),
        new(false, Sign.Nothing, null, null, true, "no_authentication, allowed_from, own_address"),
        new(false, Sign.Nothing, null, null, false, "no_authentication, shared_from_address, shared_from_address"),
        new(false, Sign.Sandbox, null, null, true, "sandbox, allowed_from, own_address"),
        new(false, Sign.Sandbox, null, null, false, "sandbox, shared_from_address, shared_from_address"),
    ];

    public static TheoryData<By, bool, Asked> Requests() => new(
        from who in Enum.GetValues<By>()
        from enabled in new[] { true, false }
        from asked in Enum.GetValues<Asked>()
        select new TheoryDataRow<By, bool, Asked>(who, enabled, asked));

    [Theory]
    [MemberData(nameof(Requests))]
    public void Each_combination_has_one_outcome_and_says_which_rule_made_it(By by, bool enabled, Asked asked)
    {
        bool[] both = [true, false];
        var expectedChoice = Assert.Single(Choices, c => c.Fits(by, enabled, asked)).Outcome;
        // No change leads to an override on the default server.
        var combinations = from isDefault in both
                           from @override in both
                           where !(isDefault && @override)
                           from sign in Enum.GetValues<Sign>()
                           from own in Enum.GetValues<Given>()
                           from shared in Enum.GetValues<Given>()
                           from allowed in both
                           select (isDefault, @override, sign, own, shared, allowed);
        foreach (var (isDefault, @override, sign, own, shared, allowed) in combinations)
        {
            var way = Assert.Single(Ways, w => w.Fits(@override, sign, own, shared, allowed)).Outcome;
            var server = Server(isDefault, sign, allowedFrom: allowed ? "*@acme.example" : "somebody-else@acme.example");
            if (shared == Given.Never)
                server.SealedPassword = null;
            else if (shared == Given.Elsewhere)
                server.PasswordPlace = Elsewhere;

            var decision = Decide(by, enabled, asked, server, @override, own);

            Assert.Equal(Expected(expectedChoice, way, isDefault), Describe(decision));
        }
    }

    /// <summary>What the tables above do not reach, so that no word of the vocabulary is never said.</summary>
    [Theory]
    [InlineData(null, null, "Validation sender_missing")]
    [InlineData("nobody", null, "IdentityNotFound agent_not_found")]
    [InlineData(null, "nowhere", "IdentityNotFound channel_not_found")]
    [InlineData("ann", "gone", "IdentityNotFound channel_not_found")]
    [InlineData("ann", null, "IdentityNotFound workplace_email_missing")]
    [InlineData("bob", null, "FromMismatch default_from_not_open")]
    public void Whoever_is_missing_is_named(string? agentId, string? channelId, string expected)
    {
        var server = Server(isDefault: true);
        AgentSources[] agents = [Agent(server, address: null, channels: "gone"), Agent(server, "bob", defaultFrom: "channel:support")];

        var decision = SenderDecision.Of(new(agentId, channelId), null, new(agents.SingleOrDefault(a => a.Agent.Id == agentId), []));

        Assert.Equal(expected, Describe(decision));
    }

    [Fact]
    public void Every_rule_of_the_vocabulary_is_a_word_of_lower_case_and_belongs_to_a_decision()
    {
        string[] alone = ["sender_missing", "agent_not_found", "channel_not_found", "tenant_not_found", "workplace_email_missing", "default_from_not_open", "default_server", "assigned_server"];
        var said = Choices.Select(c => c.Outcome).Concat(Ways.Select(w => w.Outcome)).SelectMany(o => o.Split([',', ' '])).Concat(alone).ToHashSet();

        // Signature and date format are chosen apart from the sender.
        var words = Enum.GetValues<DecisionRule>().Select(DecisionReason.Word)
            .Where(w => !w.EndsWith("_signature", StringComparison.Ordinal) && !w.EndsWith("_date_format", StringComparison.Ordinal));
        Assert.All(words, word => Assert.True(said.Contains(word) && word.All(c => c == '_' || char.IsAsciiLetterLower(c)), word));
    }

    private static string Expected(string choice, string way, bool isDefault) =>
        choice.Contains(' ', StringComparison.Ordinal) ? choice
        : way.StartsWith("EmailPasswordMissing ", StringComparison.Ordinal) ? way
        : $"{choice}, {(isDefault ? "default_server" : "assigned_server")}, {way}";

    private static string Describe(SenderDecision decision)
    {
        if (decision is SenderDecision.Refused refused)
        {
            Assert.NotEmpty(refused.Detail);
            return $"{refused.Code} {DecisionReason.Word(refused.Rule)}";
        }
        var sends = Assert.IsType<SenderDecision.Sends>(decision);
        Assert.All(sends.Reasons, r => Assert.NotEmpty(r.Message));
        Assert.Equal(
            [DecisionSubject.From, DecisionSubject.Server, DecisionSubject.Account, DecisionSubject.From, DecisionSubject.ReplyTo], sends.Reasons.Select(r => r.Subject));
        return string.Join(", ", sends.Reasons.Select(r => DecisionReason.Word(r.Rule)));
    }

    private static SenderDecision Decide(By by, bool enabled, Asked asked, OutboundServer server, bool @override, Given own)
    {
        var (secret, place) = own switch
        {
            Given.Never => ((string?)null, (string?)null),
            Given.Elsewhere => (OwnSecret, Elsewhere),
            _ => (OwnSecret, null),
        };
        var byAgent = by is By.Agent or By.AgentWithChannelDefault;
        var ann = Agent(
            server, enabled: !byAgent || enabled, @override: @override, secret: secret, place: place,
            defaultFrom: by == By.AgentWithChannelDefault ? "channel:support" : "agent", channels: ["support", "billing"]);
        var channels = new[]
        {
            Channel(server, "billing", enabled: false), Channel(server, "press"),
            Channel(server, "support", enabled: byAgent || enabled, @override: @override, secret: secret, place: place),
        };
        var sender = by switch
        {
            By.Channel => new SenderReference(null, "support"),
            By.AgentThroughChannel => new("ann", "support"),
            By.AgentThroughClosedChannel => new("ann", "press"),
            _ => new("ann", null),
        };
        return SenderDecision.Of(sender, From(asked), new(sender.AgentId is null ? null : ann, channels));
    }

    private static string? From(Asked asked) => asked switch
    {
        Asked.Own => "ann@acme.example",
        Asked.OpenChannel => "support@acme.example",
        Asked.DisabledChannel => "billing@acme.example",
        Asked.ChannelNotOpen => "press@acme.example",
        Asked.AnotherAgent => "ben@acme.example",
        Asked.Unknown => "nobody@elsewhere.example",
        _ => null,
    };

    public enum By
    {
        Agent,
        AgentWithChannelDefault,
        Channel,
        AgentThroughChannel,
        AgentThroughClosedChannel,
    }

    public enum Asked
    {
        Own,
        OpenChannel,
        DisabledChannel,
        ChannelNotOpen,
        AnotherAgent,
        Unknown,
        Nothing,
    }

    public enum Given
    {
        Never,
        Elsewhere,
        Here,
    }

    private sealed record Choice(By By, bool? Enabled, Asked? Asked, string Outcome)
    {
        public bool Fits(By by, bool enabled, Asked asked) => By == by && (Enabled ?? enabled) == enabled && (Asked ?? asked) == asked;
    }

    private sealed record Way(bool Override, Sign Sign, Given? Own, Given? Shared, bool? Allowed, string Outcome)
    {
        public bool Fits(bool @override, Sign sign, Given own, Given shared, bool allowed) =>
            Override == @override && Sign == sign && (Own ?? own) == own && (Shared ?? shared) == shared && (Allowed ?? allowed) == allowed;
    }
}
