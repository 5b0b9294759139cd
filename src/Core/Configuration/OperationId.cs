using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Configuration;

/// <summary>Ids of operations: <c>op_</c> and 26 digits, sortable by time.</summary>
public static class OperationId
{
    private const string Prefix = "op_";

    /// <summary>A new id.</summary>
    public static string New(DateTimeOffset now) => Prefix + CrockfordBase32.Encode(Guid.CreateVersion7(now));
}
