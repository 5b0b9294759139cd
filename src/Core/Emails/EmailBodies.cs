using AgentMail.Core.Signatures;

namespace AgentMail.Core.Emails;

/// <summary>The bodies as they go out: html only if it was given, text always.</summary>
/// <param name="Html">With its signature, its pictures by <c>cid:</c>.</param>
/// <param name="Text">The request's own, or the html's twin; with the signature in the same place.</param>
/// <param name="Images">The pictures that html and signature carried in themselves.</param>
internal sealed record EmailBodies(string? Html, string Text, IReadOnlyList<Attachment> Images)
{
    public static EmailBodies Of(EmailDraft draft, SignatureContent? signature)
    {
        var isReply = draft.InReplyTo is not null || draft.References.Count > 0;
        if (draft.Html is null)
            return new(null, OwnText(draft.Text ?? "", signature, isReply), []);

        // Pictures leave first: what is searched and laid out below is then as small as it looks.
        var images = new InlineImages(draft.Attachments);
        var hasHtml = !string.IsNullOrWhiteSpace(signature?.Html);
        var (html, spot, at) = SignaturePlacement.InHtml(images.TakeFrom(draft.Html), hasHtml, isReply);
        var text = draft.Text is null ? SignedBody.Twin(html, spot, at, signature) : OwnText(draft.Text, signature, isReply);
        if (spot != SignatureSpot.None)
            html = SignedBody.Html(html, spot, at, images.TakeFrom(signature!.Html));
        else if (hasHtml)
            images.Complete(html, signature!.Html);
        return new(html, text, images.Parts);
    }

    private static string OwnText(string text, SignatureContent? signature, bool isReply)
    {
        var content = string.IsNullOrWhiteSpace(signature?.Text) ? null : signature.Text.Trim();
        (text, var spot, var at) = SignaturePlacement.InText(text, content, isReply);
        return spot == SignatureSpot.None ? text : SignedBody.Text(text[..at], text[at..], content!);
    }
}
