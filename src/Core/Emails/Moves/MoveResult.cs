namespace AgentMail.Core.Emails.Moves;

/// <summary>What became of a <see cref="MoveRequest"/>.</summary>
public abstract record MoveResult
{
    private MoveResult()
    {
    }

    /// <summary>Done, and in the log.</summary>
    /// <param name="Email">As it is by now.</param>
    public sealed record Moved(Email Email) : MoveResult;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reason">Which of the contract's codes.</param>
    /// <param name="Detail">Why, and what to do.</param>
    public sealed record Refused(MoveRefusal Reason, string Detail) : MoveResult;
}

/// <summary>Reasons for which a move is refused; each is a <c>code</c> of the public contract.</summary>
public enum MoveRefusal
{
    NotFound,
    Forbidden,
    Conflict,
    NotCancellable,
    NotUncertain,
}
