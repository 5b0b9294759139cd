using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Events;
using AgentMail.Core.Secrets;
using AgentMail.Core.Servers;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using AgentMail.Core.Validation;

namespace AgentMail.Bench.Micro;

/// <summary>What the parts are given.</summary>
internal static class Samples
{
    public const string TenantId = "default";
    public const string AgentId = "ann";
    public const string Password = "correct horse battery staple";

    private const string ServerId = "acme";

    public static readonly DateTimeOffset Date = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly SignatureContent Signature = new("<p><b>Ann</b><br>Acme Support</p>", "Ann\nAcme Support");

    public static readonly IReadOnlyList<SmtpReply> Refusals =
    [
        new(451, "4.7.1", "Greylisted, try again in 5 minutes"), new(550, "5.1.1", "No such user"), new(550, null, "Message refused"),
        new(535, "5.7.8", "Authentication credentials invalid"), new(421, "4.4.2", "Connection dropped"),
    ];

    public static readonly EventDraft Event = new(TenantId, "email.sent", Date, $$"""{"emailId":"em_1","subject":"{{new string('x', 300)}}"}""", EmailId: "em_1", AgentId: AgentId);

    public static EmailDraft Draft { get; } = EmailDraftValidator.Validate(
        new() { To = [new("bob@example.net")], Subject = "Your case 4711", Html = EndToEnd.Letters.Html }, new ValidationErrors())!;

    public static EmailAddress Address { get; } = EmailAddress.TryParse("ann@acme.example", out var address, out _) ? address : throw new InvalidOperationException();

    /// <summary>An agent with override on a server.</summary>
    public static Task SaveAgentAsync(Database database, SecretSealer sealer) => database.WriteAsync((tx, _) =>
    {
        var server = new OutboundServer
        {
            TenantId = TenantId,
            Id = ServerId,
            Name = "Acme",
            Kind = ServerKind.Smtp,
            Host = "smtp.acme.example",
            Port = 587,
            FromAddress = "relay@acme.example",
        };
        tx.Db.Servers.Add(server);
        tx.Db.Agents.Add(new() { TenantId = TenantId, Id = AgentId, DisplayName = "Ann", ServerId = ServerId, Override = true, IdentityVersion = 1 });
        tx.Db.Profiles.Add(new()
        {
            TenantId = TenantId,
            AgentId = AgentId,
            WorkplaceEmail = Address.Value,
            SealedEmailPassword = sealer.Seal(TenantId, SecretOwners.Agent(AgentId), Password),
            EmailPasswordPlace = SecretPlace.Of(server),
        });
        return Task.CompletedTask;
    });
}
