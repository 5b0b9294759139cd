using AgentMail.Core.Emails;

namespace AgentMail.Core.Notices;

/// <summary>Decides who is told of a failure or a pause by email, and how often. Pure.</summary>
public static class NoticePolicy
{
    /// <summary>One pause of an account is told of in this time; further ones are not.</summary>
    public static readonly TimeSpan BetweenPauses = TimeSpan.FromHours(1);

    /// <summary>The address to tell; null for nobody.</summary>
    public static string? RecipientOf(NoticeFacts facts) => facts switch
    {
        null => throw new ArgumentNullException(nameof(facts)),
        { Enabled: false } => null,
        // Never a notice about a notice.
        { Sender: SenderKind.Tenant } => null,
        // It could not leave.
        { Kind: NoticeKind.Pause, OwnAccount: false, OnDefaultServer: true } => null,
        // An agent cannot mend the account that all share.
        { Kind: NoticeKind.Pause, OwnAccount: false } => facts.ContactAddress,
        { Sender: SenderKind.Agent, WorkplaceEmail: { } own } => own,
        _ => facts.ContactAddress,
    };

    /// <summary>A pause may be told of when the last notice for the account is from this time or earlier.</summary>
    public static DateTimeOffset LastBefore(DateTimeOffset now) => now - BetweenPauses;
}

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>An email ended failed.</summary>
    Failure,

    /// <summary>An account cannot sign in, and its mail waits.</summary>
    Pause,
}

/// <summary>What decides who is told.</summary>
public sealed record NoticeFacts
{
    public required NoticeKind Kind { get; init; }

    /// <summary>Whose email failed, or whose account is paused.</summary>
    public required SenderKind Sender { get; init; }

    /// <summary>Whether the account is the sender's own and not a server's shared one.</summary>
    public bool OwnAccount { get; init; }

    /// <summary>Whether the account is on the default server, through which notices leave.</summary>
    public bool OnDefaultServer { get; init; }

    /// <summary>The tenant's setting.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The agent's address, where an agent is the sender and has one.</summary>
    public string? WorkplaceEmail { get; init; }

    /// <summary>The tenant's contact address.</summary>
    public string? ContactAddress { get; init; }
}
