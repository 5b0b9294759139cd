using AgentMail.Core.Emails;
using AgentMail.Core.Json;

namespace AgentMail.Core.Stats;

/// <summary>What waits counts whatever its age; what came to an end counts for a while.</summary>
internal static class CountedStatuses
{
    /// <summary>Those that wait, as SQL: exactly the condition of the index <c>IX_email_counts_waiting</c>, or no query would use it.</summary>
    public const string WaitingWords = "'scheduled', 'queued', 'sending', 'delayed', 'held', 'uncertain'";

    /// <summary>Those that came to an end.</summary>
    public static IReadOnlyList<EmailStatus> Final { get; } = [.. Enum.GetValues<EmailStatus>().Where(EmailMoves.IsFinal)];

    /// <summary>The same as SQL.</summary>
    public static string FinalWords { get; } = string.Join(", ", Final.Select(s => $"'{WireEnum<EmailStatus>.Name(s)}'"));
}
