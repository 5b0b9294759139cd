using System.Text.Json;
using AgentMail.Core.Channels;
using AgentMail.Core.Identities;
using AgentMail.Core.Storage;
using AgentMail.Core.Validation;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Core.Templates;

/// <summary>Renders the templates of a tenant for an email.</summary>
public sealed class TemplateRenderer(Database database, RenderingTurns turns, TimeProvider clock)
{
    /// <summary>Subject and html of the email, or what is wrong, with pointers into a send request.</summary>
    public async Task<TemplateOutcome> RenderAsync(TemplateUse use, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(use);
        var errors = LiquidValues.Check(use.Variables, "/variables");
        if (!errors.IsEmpty)
            return new(null, errors.Items);
        await using var db = database.Read();
        var template = await db.Templates.SingleOrDefaultAsync(t => t.TenantId == use.TenantId && t.Id == use.TemplateId, ct);
        if (template is null)
            return Missing("/templateId", "template", use.TemplateId);
        var agent = use.AgentId is { } agentId ? await IdentityLoader.ProfiledAsync(db, use.TenantId, agentId, ct) : null;
        if (use.AgentId is not null && agent is null)
            return Missing("/agentId", "agent", use.AgentId);
        var channel = await ChannelAsync(db, use, ct);
        if (use.ChannelId is not null && channel is null)
            return Missing("/channelId", "channel", use.ChannelId);
        var tenant = await db.Tenants.SingleAsync(t => t.Id == use.TenantId, ct);
        var values = LiquidValues.Of(tenant, agent?.Agent, agent?.Profile, channel, now) with { Variables = use.Variables, HasSignature = use.HasSignature };
        return await turns.RunAsync(use.TenantId, () => Render(template, values), ct);
    }

    private static Task<Channel?> ChannelAsync(AgentMailDb db, TemplateUse use, CancellationToken ct) => use.ChannelId is null
        ? Task.FromResult<Channel?>(null)
        : db.Channels.SingleOrDefaultAsync(c => c.TenantId == use.TenantId && c.Id == use.ChannelId, ct);

    private TemplateOutcome Render(Template template, LiquidValues values)
    {
        var errors = new ValidationErrors();
        var rendered = ParsedTemplate.TryParse(template.Subject, template.Description, errors)?.Render(values, clock, errors);
        // In a send request, subject and Description are not members; what made the difference are the variables.
        return new(rendered, [.. errors.Items.Select(e => new ValidationError("/variables", e.Code, $"{e.Pointer[1..]} of template '{template.Id}': {e.Detail}"))]);
    }

    private static TemplateOutcome Missing(string pointer, string kind, string id) =>
        new(null, [new(pointer, FieldCodes.NotFound, $"There is no {kind} '{id}'; create it with PUT /v1/{kind}s/{id}, or name another.")]);
}

/// <summary>Which template is used, for whom.</summary>
/// <param name="TenantId">Whose template.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="AgentId">The agent who writes, if one does.</param>
/// <param name="ChannelId">The channel it goes through, if it does.</param>
/// <param name="Variables">The request's variables.</param>
/// <param name="HasSignature">Whether a signature will be put in.</param>
public sealed record TemplateUse(
    string TenantId, string TemplateId, string? AgentId, string? ChannelId, IReadOnlyDictionary<string, JsonElement> Variables, bool HasSignature);

/// <summary>What rendering came to.</summary>
/// <param name="Rendered">Null with problems.</param>
/// <param name="Problems">What is wrong: <c>/templateId</c>, <c>/agentId</c>, <c>/channelId</c>, or <c>/variables</c> and below.</param>
public sealed record TemplateOutcome(RenderedTemplate? Rendered, IReadOnlyList<ValidationError> Problems);
