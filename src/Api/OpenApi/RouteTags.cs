using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AgentMail.Api.OpenApi;

/// <summary>The chapters of the document, in the order of a first day: what a send needs comes before the send.</summary>
internal sealed class RouteTags : IDocumentFilter
{
    public const string Tenant = "Tenant";
    public const string ApiKeys = "API keys";
    public const string Servers = "Servers";
    public const string Channels = "Channels";
    public const string Agents = "Agents";
    public const string Profile = "Profile";
    public const string Signatures = "Signatures";
    public const string Templates = "Templates";
    public const string Choices = "Choices";
    public const string Emails = "Emails";
    public const string Events = "Events";
    public const string Stats = "Stats";
    public const string Webhooks = "Webhooks";
    public const string Operations = "Operations";
    public const string Audit = "Audit trail";
    public const string Session = "Browser session";
    public const string Tenants = "Tenants (operator)";

    private static readonly (string Name, string Description)[] All =
    [
        (Tenant, "Settings of the contact centre."),
        (ApiKeys, "Who may call: admin, sender, agent, monitor."),
        (Servers, "Outbound SMTP servers. Exactly one is the default."),
        (Channels, "Mailboxes shown to customers, shared by agents."),
        (Agents, "The people who write."),
        (Profile, "What each agent keeps: address, login, preferences."),
        (Signatures, "HTML put under the text, of agents and of channels."),
        (Templates, "Notifications in Liquid, filled in by a send."),
        (Choices, "What profiles choose from."),
        (Emails, "Send, and see what became of it."),
        (Events, "Every change of state, in order."),
        (Stats, "How much, how fast, and what stands still."),
        (Webhooks, "Addresses of yours that are told of events, signed."),
        (Operations, "Configuration changes on their way."),
        (Audit, "Who changed what, and when."),
        (Session, "Signs the live page in, for reading."),
        (Tenants, "For whoever runs the installation."),
    ];

    public static string PositionOf(string? tag) => Array.FindIndex(All, t => t.Name == tag).ToString("D2", CultureInfo.InvariantCulture);

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
        swaggerDoc.Tags = All.Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }).ToHashSet();
}
