using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>Turns what a request says into a draft, or into everything that is wrong with it.</summary>
public static class EmailDraftValidator
{
    /// <summary>Checks all fields; null when <paramref name="errors"/> has got something.</summary>
    public static EmailDraft? Validate(EmailDraftInput input, ValidationErrors errors)
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
        if (draft.Html is null && draft.Text is null)
            errors.Add("/html", FieldCodes.Required, "An email needs a body: give html, text or both.");
        return errors.IsEmpty ? draft : null;
    }

    private static string CheckSubject(string? subject, ValidationErrors errors)
    {
        if (subject is null)
            return "";
        if (HeaderText.Check(subject, EmailLimits.MaxSubjectLength) is { } problem)
            errors.Add("/subject", problem);
        return subject.Trim();
    }

    private static string? CheckBody(string? body, JsonPointer at, ValidationErrors errors)
    {
        if (string.IsNullOrEmpty(body))
            return null;
        if (TextRules.CheckBody(body) is { } problem)
            errors.Add(at, problem);
        return body;
    }

    private static string? CheckInReplyTo(string? messageId, ValidationErrors errors)
    {
        if (messageId is not null && !InternetMessageId.IsValid(messageId))
            errors.Add("/inReplyTo", FieldCodes.InvalidFormat, InternetMessageId.Rule);
        return messageId;
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
        return [.. references.OfType<string>()];
    }
}
