using System.Text.Json;
using AgentMail.Api.Changes;
using AgentMail.Core.Templates;

namespace AgentMail.Api.Templates;

/// <summary>A notification template as it is written.</summary>
internal sealed class TemplateRequest
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>Liquid of the subject, which becomes one line; at most 2,000 characters.</summary>
    public required string Subject { get; init; }

    /// <summary>Liquid of the HTML body; at most 524,288 characters. <c>{{ signature }}</c> marks where the signature goes.</summary>
    public required string Description { get; init; }
}

/// <summary>A notification template.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Subject">Liquid of the subject.</param>
/// <param name="Description">Liquid of the HTML body.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
internal sealed record TemplateView(string Id, string Name, string Subject, string Description, long Version) : IVersioned
{
    public static TemplateView Of(Template template) => new(template.Id, template.Name, template.Subject, template.Description, template.Version);
}

/// <summary>What a template is filled in with.</summary>
internal sealed class TemplateRenderRequest
{
    /// <summary>The agent who writes: <c>{{ agent }}</c>, the signature, the date format.</summary>
    public string? AgentId { get; init; }

    /// <summary>The channel it goes through: <c>{{ channel }}</c>, and the signature where no agent writes.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The variables of a send request: any JSON, at most 256 KiB.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }
}

/// <summary>A template filled in.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Html">The HTML body, with the signature.</param>
/// <param name="Text">Its plain-text twin.</param>
internal sealed record RenderedTemplateView(string Subject, string Html, string Text);

internal static class TemplateExamples
{
    public const string Put = """
        {
          "name": "Case solved", "subject": "Your case {{ case.number }} is solved",
          "description": "<p>Dear {{ customer | default: 'customer' }},</p><p>your case {{ case.number }} of {{ case.opened | date }} is solved.</p>{{ signature }}"
        }
        """;

    public const string Render = """
        { "agentId": "ann", "variables": { "customer": "Bob", "case": { "number": 4711, "opened": "2026-11-20T09:30:00Z" } } }
        """;
}
