using AgentMail.Api.Problems;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Servers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Emails;

/// <summary>What a send would come to. Nothing of it is stored, and nothing is sent.</summary>
/// <param name="From">Address of the From header; null while nobody is chosen. Where only a password is missing, what it would be: see <c>problems</c>.</param>
/// <param name="FromName">Name beside it.</param>
/// <param name="EnvelopeFrom">Address of MAIL FROM: always that of From.</param>
/// <param name="ReplyTo">Address of the Reply-To header; null = replies go to From.</param>
/// <param name="Server">The server it leaves through.</param>
/// <param name="Account">Login it signs in with; null where the server wants none.</param>
/// <param name="Override">Whether the login is the sender's own and not the server's shared account.</param>
/// <param name="SignatureId">The signature that is inserted; null for none.</param>
/// <param name="DateFormat">How a template's dates are written: one of <c>/v1/date-formats</c>.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Html">The html body as it is sent; null for an email without.</param>
/// <param name="Text">The plain-text body as it is sent.</param>
/// <param name="SizeBytes">Octets of the message as servers count them; null when it is too large to be made.</param>
/// <param name="InlineImages">The pictures that the html shows by <c>cid:</c> and that came in <c>data:</c> URLs of body or signature.</param>
/// <param name="Reasons">For each part the rule that chose it; docs/who-sends-this-mail.md has them all.</param>
/// <param name="Warnings">What the caller should know of mail sent so: <c>sent_from_shared_account</c>, <c>account_paused</c>, <c>account_slowed</c>.</param>
/// <param name="Problems">Why a send would be refused, each as the send would answer it; empty when it would be accepted.</param>
internal sealed record EmailPreviewView(
    string? From, string? FromName, string? EnvelopeFrom, string? ReplyTo, PreviewServerView? Server, string? Account, bool? Override, string? SignatureId,
    string DateFormat, string Subject, string? Html, string? Text, long? SizeBytes, IReadOnlyList<InlineImageView> InlineImages,
    IReadOnlyList<DecisionReason> Reasons, IReadOnlyList<EmailWarning> Warnings, IReadOnlyList<PreviewProblemView> Problems)
{
    public static EmailPreviewView Of(EmailPreview preview, ValidationErrors errors)
    {
        var plan = preview.Plan;
        var (draft, identity, message) = (plan.Draft, plan.Candidate, plan.Message);
        return new(
            identity?.From, identity?.DisplayName, identity?.From, draft.ReplyTo?.Address.Value ?? identity?.ReplyTo,
            identity is null ? null : PreviewServerView.Of(identity.Server), identity?.UserId, identity?.Override, plan.SignatureId,
            preview.DateFormat.Format, draft.Subject, message?.Html, message?.Text, message?.SizeBytes,
            [.. (message?.InlineImages ?? []).Select(InlineImageView.Of)], preview.Reasons, preview.Warnings, [.. ProblemsOf(plan, errors)]);
    }

    private static IEnumerable<PreviewProblemView> ProblemsOf(EmailPlan plan, ValidationErrors errors)
    {
        if (!errors.IsEmpty)
            yield return PreviewProblemView.Of(ApiProblem.Invalid(errors.Items), rule: null);
        foreach (var problem in plan.Problems)
            yield return PreviewProblemView.Of(IntakeProblems.Of(problem), problem.Rule);
    }
}

/// <summary>The server an email would leave through.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>smtp</c>, or <c>sandbox</c>, which sends nothing.</param>
internal sealed record PreviewServerView(string Id, string Name, ServerKind Kind)
{
    public static PreviewServerView Of(ServerEndpoint server) => new(server.Id, server.Name, server.Kind);
}

/// <summary>A problem that a send would be answered with.</summary>
/// <param name="Code">The kind, for programs, such as <c>from-mismatch</c>.</param>
/// <param name="Status">HTTP status of that answer.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Errors">Members at fault.</param>
/// <param name="Rule">The rule that refused, where it was one about who sends.</param>
internal sealed record PreviewProblemView(string Code, int Status, string Detail, IReadOnlyList<ValidationError> Errors, DecisionRule? Rule)
{
    public static PreviewProblemView Of(ApiProblem problem, DecisionRule? rule) => new(problem.Code.Code, problem.Code.Status, problem.Detail, problem.Errors, rule);
}

/// <summary>A picture inside the message.</summary>
/// <param name="ContentId">What the html shows as <c>cid:…</c>.</param>
/// <param name="ContentType">Such as <c>image/png</c>.</param>
/// <param name="Content">The bytes in base64.</param>
internal sealed record InlineImageView(string ContentId, string ContentType, byte[] Content)
{
    public static InlineImageView Of(Attachment image) => new(image.ContentId!, image.ContentType, image.Content);
}
