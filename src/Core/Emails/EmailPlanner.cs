using AgentMail.Core.Identities;
using AgentMail.Core.Signatures;
using AgentMail.Core.Templates;

namespace AgentMail.Core.Emails;

/// <summary>Works out what a send request comes to. A step that fails notes its problem, and the others go on as far as they can.</summary>
public sealed class EmailPlanner(SenderLookup senders, IdentityCache identities, SignatureLookup signatures, TemplateRenderer templates)
{
    // Shown to nobody: bodies and size can be previewed while the sender is not settled.
    private static readonly SenderHeader StandIn = new(EmailAddress.Parse("preview@agentmail.invalid"));

    /// <summary>Chooses, resolves, signs, fills in, composes, measures.</summary>
    /// <param name="request">A request whose shape was checked.</param>
    /// <param name="now">The message's date.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<EmailPlan> PlanAsync(SendRequest request, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problems = new List<IntakeResult.Refused>();
        var sender = await ChooseAsync(request, problems, ct);
        var (identity, candidate) = await ResolveAsync(request, sender, problems, ct);
        var signature = await SignAsync(request, sender, problems, ct);
        var draft = await FillAsync(request, sender, signature is not null, now, problems, ct);
        var message = Compose(draft, candidate, signature?.Content, now, problems);
        return new()
        {
            Request = request,
            Draft = draft,
            Sender = sender,
            Identity = identity,
            Candidate = candidate,
            SignatureId = signature?.Id,
            Message = message,
            Problems = problems,
        };
    }

    private async Task<SenderSelection.Chosen?> ChooseAsync(SendRequest request, List<IntakeResult.Refused> problems, CancellationToken ct)
    {
        var selection = await senders.SelectAsync(request, ct);
        if (selection is SenderSelection.Refused refused)
            problems.Add(IntakeRefusals.From(refused));
        return selection as SenderSelection.Chosen;
    }

    private async Task<(SendingIdentity? Identity, SendingIdentity? Candidate)> ResolveAsync(
        SendRequest request, SenderSelection.Chosen? sender, List<IntakeResult.Refused> problems, CancellationToken ct)
    {
        if (sender is null)
            return default;
        var resolution = await identities.ResolveAsync(request.TenantId, sender.Kind, sender.Id, sender.Version, ct);
        if (resolution is IdentityResolution.Resolved { Identity: var identity })
            return (identity, identity);
        var refused = (IdentityResolution.Refused)resolution;
        problems.Add(IntakeRefusals.From(refused));
        return (null, refused.Candidate);
    }

    private async Task<ChosenSignature?> SignAsync(
        SendRequest request, SenderSelection.Chosen? sender, List<IntakeResult.Refused> problems, CancellationToken ct)
    {
        if (sender is null)
            return null;
        var (signature, problem) = await signatures.FindAsync(request, sender, ct);
        if (problem is not null)
            problems.Add(IntakeRefusals.Invalid("/signatureId", problem.Code, problem.Detail));
        return signature;
    }

    private async Task<EmailDraft> FillAsync(
        SendRequest request, SenderSelection.Chosen? sender, bool isSigned, DateTimeOffset now, List<IntakeResult.Refused> problems, CancellationToken ct)
    {
        if (request.Template is not { } template)
            return request.Draft;
        var channelId = sender?.Kind == SenderKind.Channel ? sender.Id : null;
        var use = new TemplateUse(request.TenantId, template.Id, sender?.AgentId, channelId, template.Variables, isSigned);
        var (rendered, wrong) = await templates.RenderAsync(use, now, ct);
        if (rendered is null)
        {
            problems.Add(IntakeRefusals.Invalid(wrong));
            return request.Draft;
        }
        return request.Draft with { Subject = request.Draft.Subject.Length > 0 ? request.Draft.Subject : rendered.Subject, Html = rendered.Html };
    }

    private static ComposedEmail? Compose(
        EmailDraft draft, SendingIdentity? identity, SignatureContent? signature, DateTimeOffset now, List<IntakeResult.Refused> problems)
    {
        if (EmailSize.Check(EmailSize.LowerBound(draft), EmailLimits.MaxMessageBytes) is { } hopeless)
        {
            problems.Add(IntakeRefusals.TooLarge(hopeless));
            return null;
        }
        var header = identity is null ? StandIn : EmailSender.HeaderOf(identity);
        var message = EmailComposer.Compose(draft, header, signature, InternetMessageId.New(header.From), now);
        if (EmailSize.Check(message.SizeBytes, identity?.Limits.MaxMessageBytes ?? EmailLimits.MaxMessageBytes) is { } tooLarge)
            problems.Add(IntakeRefusals.TooLarge(tooLarge));
        return message;
    }
}
