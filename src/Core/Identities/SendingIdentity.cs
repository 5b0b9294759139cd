using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Servers;

namespace AgentMail.Core.Identities;

/// <summary>
/// The resolved answer to "who sends this?". Cached by tenant, sender and <see cref="Version"/>; secrets in it stay sealed.
/// Raise <see cref="Shape"/> when a member changes, so that processes of two releases do not read each other's entries.
/// </summary>
public sealed record SendingIdentity
{
    /// <summary>Shape number of the cached form.</summary>
    public const int Shape = 3;

    public required string TenantId { get; init; }

    public required SenderKind Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Rises with every change to anything it is made of.</summary>
    public required long Version { get; init; }

    /// <summary>Version of the account it signs in with: its own, or the server's for the shared account.</summary>
    public required long AccountVersion { get; init; }

    /// <summary>The identity's own address: workplace email or channel address.</summary>
    public required string Address { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Address of From and MAIL FROM: <see cref="Address"/>, or the server's own where the shared account may not send as it (R24).</summary>
    public required string From { get; init; }

    /// <summary>Where replies go when From is not the identity's own address.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>True when it signs in with its own credentials.</summary>
    public required bool Override { get; init; }

    public required ServerEndpoint Server { get; init; }

    /// <summary>Login; null where the server wants none.</summary>
    public string? UserId { get; init; }

    /// <summary>Sealed password; see <see cref="SecretOwner"/>.</summary>
    public string? SealedPassword { get; init; }

    /// <summary>Who the password was sealed for.</summary>
    public required string SecretOwner { get; init; }

    /// <summary>Limits of the mailbox it signs in to.</summary>
    public required ServerLimits Limits { get; init; }

    /// <summary>The lane its mail takes.</summary>
    public string Lane => Override ? LaneKey.Own(TenantId, Server.Id, Kind, Id) : LaneKey.Shared(TenantId, Server.Id);

    /// <summary>What the caller should know about mail sent so.</summary>
    public IReadOnlyList<EmailWarning> Warnings { get; init; } = [];

    /// <summary>Which rules chose server, account, From and Reply-To.</summary>
    public IReadOnlyList<DecisionReason> Reasons { get; init; } = [];
}

/// <summary>Where to connect and how, without credentials.</summary>
public sealed record ServerEndpoint(
    string Id, string Name, ServerKind Kind, string? Host, int Port, ConnectionSecurity Security, AuthenticationKind Authentication, string? CaCertificate);
