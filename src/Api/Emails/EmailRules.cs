using System.Text.Json;
using AgentMail.Api.Validation;
using AgentMail.Core.Emails;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Emails;

/// <summary>Makes of a request what intake takes.</summary>
internal static class EmailRules
{
    private const string OneBody = "The template gives the body: leave html and text out, or templateId.";

    private static readonly TimeSpan FarthestSchedule = TimeSpan.FromDays(366);

    /// <summary>The send request, without what is wrong with it: to be sent only when <paramref name="errors"/> stayed empty.</summary>
    public static SendRequest ToSendRequest(EmailRequest request, string tenantId, DateTimeOffset now, ValidationErrors errors)
    {
        CheckSender(request.Sender, errors);
        var template = CheckTemplate(request, errors);
        CheckSchedule(request.ScheduledAt, now, errors);
        var draft = EmailDraftValidator.Validate(ToInput(request), errors);
        return new SendRequest(
            tenantId, new SenderReference(request.Sender.AgentId, request.Sender.ChannelId), CheckFrom(request.From, errors), draft,
            ToChoice(request), request.ScheduledAt > now ? request.ScheduledAt : null, template);
    }

    public static void CheckSchedule(DateTimeOffset? scheduledAt, DateTimeOffset now, ValidationErrors errors)
    {
        if (scheduledAt > now + FarthestSchedule)
            errors.Add("/scheduledAt", FieldCodes.OutOfRange, $"At most {FarthestSchedule.TotalDays} days ahead; keep it and send it later.");
    }

    private static string? CheckFrom(string? from, ValidationErrors errors)
    {
        if (from is null)
            return null;
        if (EmailAddress.TryParse(from, out var address, out var problem))
            return address.Value;
        errors.Add("/from", problem);
        return null;
    }

    private static void CheckSender(SenderModel sender, ValidationErrors errors)
    {
        if (sender is { AgentId: null, ChannelId: null })
            errors.Add("/sender", FieldCodes.Required, "Name an agentId, a channelId, or both.");
        errors.OptionalId("/sender/agentId", sender.AgentId);
        errors.OptionalId("/sender/channelId", sender.ChannelId);
    }

    private static TemplateChoice? CheckTemplate(EmailRequest request, ValidationErrors errors)
    {
        if (errors.OptionalId("/templateId", request.TemplateId) is not { } id)
        {
            if (request.Variables is { Count: > 0 })
                errors.Add("/variables", FieldCodes.NotAllowed, "Variables go with a templateId; name one, or leave them out.");
            return null;
        }
        if (request.Html is not null)
            errors.Add("/html", FieldCodes.NotAllowed, OneBody);
        if (request.Text is not null)
            errors.Add("/text", FieldCodes.NotAllowed, OneBody);
        return new(id, request.Variables ?? new Dictionary<string, JsonElement>());
    }

    private static SignatureChoice ToChoice(EmailRequest request) => request.SignatureId switch
    {
        { IsGiven: false } => SignatureChoice.Default,
        { Value: null } => SignatureChoice.None,
        { Value: var id } => new SignatureChoice(UseDefault: false, id),
    };

    private static EmailDraftInput ToInput(EmailRequest request) => new()
    {
        To = ToInput(request.To),
        Cc = ToInput(request.Cc),
        Bcc = ToInput(request.Bcc),
        ReplyTo = request.ReplyTo is { } replyTo ? ToInput(replyTo) : null,
        Subject = request.Subject,
        Html = request.Html,
        Text = request.Text,
        BodyIsElsewhere = request.TemplateId is not null,
        Attachments = request.Attachments?.Select(a => new AttachmentInput(a.Filename, a.ContentType, a.Content, a.ContentId)).ToArray(),
        Headers = ToPairs(request.Headers),
        InReplyTo = request.InReplyTo,
        References = request.References,
        Metadata = ToPairs(request.Metadata),
        Tags = request.Tags,
    };

    private static MailboxInput[]? ToInput(IReadOnlyList<RecipientModel>? recipients) => recipients?.Select(ToInput).ToArray();

    private static MailboxInput ToInput(RecipientModel recipient) => new(recipient.Address, recipient.Name, recipient.IsBare);

    private static KeyValuePair<string, string?>[]? ToPairs(IReadOnlyDictionary<string, string>? map) =>
        map?.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).ToArray();
}
