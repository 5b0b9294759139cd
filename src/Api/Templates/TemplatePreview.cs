using System.Text.Json;
using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Signatures;
using AgentMail.Core.Storage;
using AgentMail.Core.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AgentMail.Api.Templates;

/// <summary>Fills in a template for somebody who looks at it: composed as a send composes it, for nobody to receive.</summary>
internal sealed class TemplatePreview(Database database, TemplateRenderer renderer, SignatureLookup signatures, TimeProvider clock)
{
    private static readonly SenderHeader StandIn = new(EmailAddress.Parse("preview@agentmail.invalid"));

    public async Task<Results<Ok<RenderedTemplateView>, ApiProblem>> RenderAsync(
        string tenantId, string templateId, string? agentId, string? channelId, IReadOnlyDictionary<string, JsonElement> variables, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var signature = await SignatureAsync(tenantId, agentId, channelId, ct);
        var (rendered, problems) = await renderer.RenderAsync(new(tenantId, templateId, agentId, channelId, variables, signature is not null), now, ct);
        if (problems.Any(p => p.Pointer == "/templateId"))
            return ApiProblem.NotFound("template of this id");
        if (rendered is null)
            return ApiProblem.Invalid(problems);
        var composed = EmailComposer.Compose(
            new EmailDraft { Subject = rendered.Subject, Html = rendered.Html }, StandIn, signature?.Content, InternetMessageId.New(StandIn.From), now);
        return TypedResults.Ok(new RenderedTemplateView(rendered.Subject, composed.HtmlWithPictures!, composed.Text));
    }

    // The default one of whoever would write.
    private async Task<ChosenSignature?> SignatureAsync(string tenantId, string? agentId, string? channelId, CancellationToken ct)
    {
        if ((agentId ?? channelId) is not { } ownerId)
            return null;
        await using var db = database.Read();
        var defaultId = agentId is not null
            ? await db.Profiles.Where(p => p.TenantId == tenantId && p.AgentId == ownerId).Select(p => p.DefaultSignatureId).SingleOrDefaultAsync(ct)
            : await db.Channels.Where(c => c.TenantId == tenantId && c.Id == ownerId).Select(c => c.DefaultSignatureId).SingleOrDefaultAsync(ct);
        var sender = new SenderSelection.Chosen(channelId is null ? SenderKind.Agent : SenderKind.Channel, channelId ?? ownerId, 0, agentId, defaultId);
        var request = new SendRequest(tenantId, new(agentId, channelId), null, new(), SignatureChoice.Default, null);
        return (await signatures.FindAsync(request, sender, ct)).Signature;
    }
}
