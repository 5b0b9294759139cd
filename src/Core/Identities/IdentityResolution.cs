namespace AgentMail.Core.Identities;

/// <summary>The answer of <see cref="IdentityResolver"/>: an identity, or why there is none.</summary>
public abstract record IdentityResolution
{
    private IdentityResolution()
    {
    }

    /// <summary>Can send.</summary>
    public sealed record Resolved(SendingIdentity Identity) : IdentityResolution;

    /// <summary>Cannot send now.</summary>
    /// <param name="Reason">What a caller can do about it.</param>
    /// <param name="Rule">The rule that refused.</param>
    /// <param name="Detail">The same for a person.</param>
    public sealed record Refused(IdentityRefusal Reason, DecisionRule Rule, string Detail) : IdentityResolution
    {
        /// <summary>Version of the sender's identity that was refused; 0 where there is no such sender.</summary>
        public long Version { get; init; }

        /// <summary>What it would be with its password in place; null where more than that is missing. Holds no password.</summary>
        public SendingIdentity? Candidate { get; init; }
    }
}

/// <summary>Why an agent or channel cannot send, as far as callers act on it; <see cref="DecisionRule"/> is finer.</summary>
public enum IdentityRefusal
{
    /// <summary>No such agent or channel.</summary>
    NotFound,

    /// <summary>The agent has no workplace email yet.</summary>
    NoAddress,

    /// <summary>Switched off by an admin.</summary>
    Disabled,

    /// <summary>Override is set and no password is stored that may be used there (R4).</summary>
    EmailPasswordMissing,

    /// <summary>The server's shared account has no password that may be used there; an admin must enter one.</summary>
    SharedPasswordMissing,
}
