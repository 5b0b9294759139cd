using AgentMail.Core.Signatures;

namespace AgentMail.Core.Emails;

/// <summary>The bodies as they go out: html only if it was given, text always.</summary>
internal sealed record EmailBodies(string? Html, string Text)
{
    public static EmailBodies Of(EmailDraft draft, SignatureContent? signature)
    {
        var text = draft.Text ?? PlainTextTwin.From(draft.Html ?? "");
        return new EmailBodies(
            draft.Html is null ? null : SignaturePlacement.IntoHtml(draft.Html, signature),
            SignaturePlacement.IntoText(text, signature));
    }
}
