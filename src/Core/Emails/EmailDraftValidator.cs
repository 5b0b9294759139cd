using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>Turns what a request says into a draft, and into everything that is wrong with it.</summary>
public static class EmailDraftValidator
{
    /// <summary>
    /// Checks all fields. What is wrong is noted in <paramref name="errors"/> and left out of the draft: it may be shown, and is to be
    /// sent only when nothing was noted.
    /// </summary>
    public static EmailDraft Validate(EmailDraftInput input, ValidationErrors errors)
    {
        var draft = new EmailDraft
        {
            To = RecipientRules.Check(input.To, "/to", errors),
            Cc = RecipientRules.Check(input.Cc, "/cc", errors),
            Bcc = RecipientRules.Check(input.Bcc, "/bcc", errors),
            ReplyTo = input.ReplyTo is null ? null : RecipientRules.Check(input.ReplyTo, "/replyTo", errors),
            Subject = CheckSubject(input.Subject, errors),
            Html = CheckBody(input.Html, "/html", errors),
            Text = CheckBody(input.Text, "/text", errors),
            Attachments = AttachmentRules.Check(input.Attachments, errors),
            Headers = HeaderRules.Check(input.Headers, errors),
            InReplyTo = CheckInReplyTo(input.InReplyTo, errors),
            References = CheckReferences(input.References, errors),
            Metadata = LabelRules.CheckMetadata(input.Metadata, errors),
            Tags = LabelRules.CheckTags(input.Tags, errors),
        };
        RecipientRules.CheckCount(input, errors);
        if (draft.Html is not null && DataImages.Count(draft.Html) + draft.Attachments.Count > EmailLimits.MaxAttachments)
            errors.Add("/html", FieldCodes.TooMany,
                $"Pictures in data: URLs become parts of the message; together with attachments at most {EmailLimits.MaxAttachments} are allowed. Link to some of them.");
        if (!input.BodyIsElsewhere && string.IsNullOrEmpty(input.Html) && string.IsNullOrEmpty(input.Text))
            errors.Add("/html", FieldCodes.Required, "An email needs a body: give html, text, both, or a templateId.");
        return draft;
    }

    private static string CheckSubject(string? subject, ValidationErrors errors)
    {
        if (subject is null)
            return "";
        if (HeaderText.Check(subject, EmailLimits.MaxSubjectLength) is not { } problem)
            return subject.Trim();
        errors.Add("/subject", problem);
        return "";
    }

    private static string? CheckBody(string? body, JsonPointer at, ValidationErrors errors)
    {
        if (string.IsNullOrEmpty(body))
            return null;
        if (TextRules.CheckBody(body) is not { } problem)
            return body;
        errors.Add(at, problem);
        return null;
    }

    private static string? CheckInReplyTo(string? messageId, ValidationErrors errors)
    {
        if (messageId is null || InternetMessageId.IsValid(messageId))
            return messageId;
        errors.Add("/inReplyTo", FieldCodes.InvalidFormat, InternetMessageId.Rule);
        return null;
    }

    private static string[] CheckReferences(IReadOnlyList<string?>? references, ValidationErrors errors)
    {
        if (references is null)
            return [];
        if (references.Count > EmailLimits.MaxReferences)
        {
            errors.Add("/references", FieldCodes.TooMany,
                $"At most {EmailLimits.MaxReferences} references are allowed; keep the first and the latest.");
            return [];
        }
        for (var i = 0; i < references.Count; i++)
            if (!InternetMessageId.IsValid(references[i]))
                errors.Add(JsonPointer.Root / "references" / i, FieldCodes.InvalidFormat, InternetMessageId.Rule);
        return [.. references.OfType<string>().Where(InternetMessageId.IsValid)];
    }
}
