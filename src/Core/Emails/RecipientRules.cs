using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>The rules of to, cc, bcc and replyTo.</summary>
/// <remarks>
/// An address given twice is no error: people are in a list and named besides. Headers show what was asked for, and the envelope
/// has each address once (<see cref="EmailComposer"/>).
/// </remarks>
internal static class RecipientRules
{
    public static Mailbox[] Check(IReadOnlyList<MailboxInput?>? inputs, JsonPointer at, ValidationErrors errors)
    {
        // Too many are answered once, by their number, and not one by one.
        if (inputs is null || inputs.Count > EmailLimits.MaxRecipients)
            return [];
        return [.. inputs.Select((input, i) => Check(input, at / i, errors)).OfType<Mailbox>()];
    }

    public static Mailbox? Check(MailboxInput? input, JsonPointer at, ValidationErrors errors)
    {
        var name = input?.Name;
        if (name is not null && DisplayNameRules.CheckRecipient(name, EmailLimits.MaxNameLength) is { } nameProblem)
        {
            errors.Add(at / "name", nameProblem);
            name = null;
        }
        if (EmailAddress.TryParse(input?.Address, out var address, out var problem))
            return new Mailbox(address, string.IsNullOrWhiteSpace(name) ? null : name.Trim());
        errors.Add(input is null or { IsBare: true } ? at : at / "address", problem);
        return null;
    }

    public static void CheckCount(EmailDraftInput input, ValidationErrors errors)
    {
        var count = (input.To?.Count ?? 0) + (input.Cc?.Count ?? 0) + (input.Bcc?.Count ?? 0);
        if (count == 0)
            errors.Add("/to", FieldCodes.Required, "An email needs at least one recipient in to, cc or bcc.");
        if (count > EmailLimits.MaxRecipients)
            errors.Add("/to", FieldCodes.TooMany,
                $"to, cc and bcc have {count} recipients together, at most {EmailLimits.MaxRecipients} are allowed; send several emails.");
    }
}
