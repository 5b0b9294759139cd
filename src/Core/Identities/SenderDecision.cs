using AgentMail.Core.Emails;

namespace AgentMail.Core.Identities;

/// <summary>What decides who sends: the rows behind a request's <c>sender</c> and <c>from</c>.</summary>
/// <param name="Agent">The agent named; null when none was named or found.</param>
/// <param name="Channels">The channel named, and the channels open to the agent, as far as they exist.</param>
public sealed record SenderFacts(AgentSources? Agent, IReadOnlyList<ChannelSources> Channels);

/// <summary>
/// The whole answer to "who sends this, and why?": <see cref="SenderSelection"/> and then <see cref="IdentityResolver"/>. Pure. Intake
/// uses the same two with the identity cache between them.
/// </summary>
public abstract record SenderDecision
{
    private SenderDecision()
    {
    }

    /// <summary>It would be sent so.</summary>
    public sealed record Sends(SenderSelection.Chosen Sender, SendingIdentity Identity) : SenderDecision
    {
        /// <summary>Every rule that took part, the choice of From first.</summary>
        public IReadOnlyList<DecisionReason> Reasons { get; } = [.. Sender.Reasons, .. Identity.Reasons];
    }

    /// <summary>It would be refused so.</summary>
    /// <param name="Code">The code a send answers.</param>
    /// <param name="Rule">The rule that refused.</param>
    /// <param name="Pointer">The member at fault; null where no member of the request is.</param>
    /// <param name="Detail">What is wrong and what to do.</param>
    public sealed record Refused(IntakeRefusal Code, DecisionRule Rule, string? Pointer, string Detail) : SenderDecision
    {
        /// <summary>A refusal of the sender or From asked for.</summary>
        public static Refused Of(SenderSelection.Refused refused)
        {
            ArgumentNullException.ThrowIfNull(refused);
            return new(refused.Reason, refused.Rule, refused.Pointer, refused.Detail);
        }

        /// <summary>A refusal of the identity chosen.</summary>
        public static Refused Of(IdentityResolution.Refused refused)
        {
            ArgumentNullException.ThrowIfNull(refused);
            return new(CodeOf(refused.Reason), refused.Rule, null, refused.Detail);
        }
    }

    /// <summary>Decides for a request.</summary>
    public static SenderDecision Of(SenderReference sender, string? from, SenderFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return SenderSelection.Choose(sender, from, new(facts.Agent, [.. facts.Channels.Select(c => c.Channel)])) switch
        {
            SenderSelection.Chosen chosen => Of(chosen, facts),
            var refused => Refused.Of((SenderSelection.Refused)refused),
        };
    }

    private static SenderDecision Of(SenderSelection.Chosen chosen, SenderFacts facts)
    {
        var resolution = chosen.Kind == SenderKind.Agent
            ? IdentityResolver.Resolve(facts.Agent!)
            : IdentityResolver.Resolve(facts.Channels.First(c => c.Channel.Id == chosen.Id));
        return resolution switch
        {
            IdentityResolution.Resolved { Identity: var identity } => new Sends(chosen, identity),
            var refused => Refused.Of((IdentityResolution.Refused)refused),
        };
    }

    private static IntakeRefusal CodeOf(IdentityRefusal reason) => reason switch
    {
        IdentityRefusal.NotFound or IdentityRefusal.NoAddress => IntakeRefusal.IdentityNotFound,
        IdentityRefusal.Disabled => IntakeRefusal.IdentityDisabled,
        IdentityRefusal.EmailPasswordMissing or IdentityRefusal.SharedPasswordMissing => IntakeRefusal.EmailPasswordMissing,
        _ => throw new InvalidOperationException($"{reason} is not mapped."),
    };
}
