using AgentMail.Contracts.Commands;
using AgentMail.Core.Servers;
using AgentMail.Core.Validation;
using AgentMail.Api.Validation;

namespace AgentMail.Api.Servers;

/// <summary>Limits per signed-in mailbox. A member left out or null sets no limit.</summary>
internal sealed class LimitsModel
{
    /// <summary>Connections at a time, 1 to 50.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Messages in any minute, 1 to 100000.</summary>
    public int? MessagesPerMinute { get; init; }

    /// <summary>Largest message in octets, 1024 to 157286400.</summary>
    public long? MaxMessageBytes { get; init; }

    public static LimitsModel? Of(ServerLimits? limits) => limits is null
        ? null
        : new() { MaxConnections = limits.MaxConnections, MessagesPerMinute = limits.MessagesPerMinute, MaxMessageBytes = limits.MaxMessageBytes };

    public LimitsData Check(JsonPointer at, ValidationErrors errors)
    {
        errors.Range(at / "maxConnections", MaxConnections, 1, 50);
        errors.Range(at / "messagesPerMinute", MessagesPerMinute, 1, 100_000);
        errors.Range(at / "maxMessageBytes", MaxMessageBytes, 1024, 150 * 1024 * 1024);
        return new(MaxConnections, MessagesPerMinute, MaxMessageBytes);
    }
}
