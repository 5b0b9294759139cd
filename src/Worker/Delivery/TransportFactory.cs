using AgentMail.Core.Delivery;
using AgentMail.Core.Identities;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using AgentMail.Worker.Sandbox;
using AgentMail.Worker.Smtp;
using Microsoft.Extensions.Options;

namespace AgentMail.Worker.Delivery;

/// <summary>Opens the account of an identity: the only place where an SMTP password leaves its seal.</summary>
internal sealed class TransportFactory(
    SecretSealer sealer, IOptions<SmtpTimeouts> timeouts, NetworkPolicy networks, TimeProvider clock)
{
    /// <summary>A transport for the identity's account, or why there can be none.</summary>
    public (ITransport? Transport, DeliveryError? Error) Create(SendingIdentity identity)
    {
        if (identity.Server.Kind == ServerKind.Sandbox)
            return (new SandboxTransport(), null);
        var (account, error) = AccountOf(identity);
        if (account is null)
            return (null, error);
        var limits = new SmtpPoolLimits(identity.Limits.MaxConnections ?? ServerLimits.DefaultMaxConnections);
        return (new SmtpTransport(new SmtpSessionPool(account, timeouts.Value, limits, clock)), null);
    }

    /// <summary>Where the identity signs in, and with what, or why it cannot.</summary>
    public (SmtpAccount? Account, DeliveryError? Error) AccountOf(SendingIdentity identity)
    {
        if (identity.SealedPassword is not { } sealedPassword)
            return (Account(identity, password: null), null);
        return sealer.TryOpen(identity.TenantId, identity.SecretOwner, sealedPassword) is { } password ? (Account(identity, password), null) : (null, Unreadable);
    }

    private static DeliveryError Unreadable { get; } = new(
        FailureClass.Authentication, FailureReason.EmailPasswordMissing, SmtpStage.Authenticate, null,
        "The stored password cannot be opened: the key ring or its certificate has changed. Enter the password again.");

    private SmtpAccount Account(SendingIdentity identity, string? password) => new()
    {
        Host = identity.Server.Host!,
        Port = identity.Server.Port,
        Security = identity.Server.Security,
        Authentication = identity.Server.Authentication,
        UserId = identity.UserId ?? "",
        Password = password ?? "",
        CaCertificate = identity.Server.CaCertificate,
        AllowPrivateNetworks = networks.AllowsPrivate,
    };
}
