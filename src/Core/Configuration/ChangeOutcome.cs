using AgentMail.Contracts.Replies;
using AgentMail.Core.Audit;

namespace AgentMail.Core.Configuration;

/// <summary>How applying one change ended.</summary>
internal sealed record ChangeOutcome(ConfigurationOutcome Outcome, bool Created, bool Removed, IReadOnlyList<ConfigurationProblem> Problems)
{
    public AuditAction Action => Removed ? AuditAction.Removed : Created ? AuditAction.Created : AuditAction.Changed;

    public static ChangeOutcome Gone { get; } = new(ConfigurationOutcome.Applied, Created: false, Removed: true, []);

    public static ChangeOutcome Saved(bool created) => new(ConfigurationOutcome.Applied, created, Removed: false, []);

    public static ChangeOutcome NotFound(string what) => Refuse(ConfigurationOutcome.NotFound, "", "not-found", $"There is no {what}.");

    public static ChangeOutcome Conflict(string detail) => Refuse(ConfigurationOutcome.Conflict, "", "conflict", detail);

    public static ChangeOutcome Stale(long stored) => Refuse(
        ConfigurationOutcome.PreconditionFailed, "", "precondition-failed",
        stored == 0 ? "It does not exist; to create it, leave If-Match out." : $"It has version {stored} by now; read it again and repeat the change.");

    public static ChangeOutcome Invalid(string pointer, string code, string detail) => Refuse(ConfigurationOutcome.Invalid, pointer, code, detail);

    private static ChangeOutcome Refuse(ConfigurationOutcome outcome, string pointer, string code, string detail) =>
        new(outcome, false, false, [new ConfigurationProblem(pointer, code, detail)]);
}
