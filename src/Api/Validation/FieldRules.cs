using System.Text;
using AgentMail.Core.Emails;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Validation;

/// <summary>Rules that members of many resources share. Each answers the value to store.</summary>
internal static class FieldRules
{
    public const int MaxName = 200;

    /// <summary>A required line of text, trimmed.</summary>
    public static string Line(this ValidationErrors errors, JsonPointer at, string value, int max = MaxName) => errors.Text(at, value, max, TextRules.CheckLabel);

    /// <summary>A line of text that may be left out.</summary>
    public static string? OptionalLine(this ValidationErrors errors, JsonPointer at, string? value, int max = MaxName) =>
        value is null ? null : errors.Line(at, value, max);

    /// <summary>A name that recipients may see beside an address of ours.</summary>
    public static string SenderName(this ValidationErrors errors, JsonPointer at, string value) => errors.Text(at, value, MaxName, DisplayNameRules.CheckSender);

    /// <summary>Such a name that may be left out.</summary>
    public static string? OptionalSenderName(this ValidationErrors errors, JsonPointer at, string? value) => value is null ? null : errors.SenderName(at, value);

    public static string Address(this ValidationErrors errors, JsonPointer at, string value)
    {
        if (EmailAddress.TryParse(value, out var address, out var problem))
            return address.Value;
        errors.Add(at, problem);
        return value;
    }

    public static string? OptionalAddress(this ValidationErrors errors, JsonPointer at, string? value) =>
        value is null ? null : errors.Address(at, value);

    /// <summary>A login at a mail server. Most are addresses, and as long as one; some providers give out other words.</summary>
    public static string? OptionalLogin(this ValidationErrors errors, JsonPointer at, string? value)
    {
        var login = errors.OptionalLine(at, value, EmailAddress.MaxLength);
        if (login?.Length <= EmailAddress.MaxLength && Encoding.UTF8.GetByteCount(login) > EmailAddress.MaxLength)
            errors.Add(at, FieldCodes.TooLong, $"At most {EmailAddress.MaxLength} octets in UTF-8; shorten it.");
        return login;
    }

    /// <summary>An id that refers to another resource.</summary>
    public static string? OptionalId(this ValidationErrors errors, JsonPointer at, string? value)
    {
        if (value is not null && !ResourceId.IsValid(value))
            errors.Add(at, FieldCodes.InvalidFormat, ResourceId.Rule);
        return value;
    }

    /// <summary>A whole number; left out, it is <paramref name="otherwise"/>.</summary>
    public static int Whole(this ValidationErrors errors, JsonPointer at, int? value, int min, int max, int otherwise)
    {
        errors.Range(at, value, min, max);
        return value ?? otherwise;
    }

    public static void Range(this ValidationErrors errors, JsonPointer at, long? value, long min, long max)
    {
        if (value < min || value > max)
            errors.Add(at, FieldCodes.OutOfRange, $"Give a number from {min} to {max}.");
    }

    public static void Count<T>(this ValidationErrors errors, JsonPointer at, IReadOnlyCollection<T>? items, int max)
    {
        if (items?.Count > max)
            errors.Add(at, FieldCodes.TooMany, $"At most {max} items; send fewer.");
    }

    // Only spaces are forgiven at the ends: a line break there is one too many.
    private static string Text(this ValidationErrors errors, JsonPointer at, string value, int max, Func<string, int, FieldProblem?> check)
    {
        var text = value.Trim();
        if ((text.Length == 0 ? new(FieldCodes.Required, "This must not be empty.") : check(value.Trim(' '), max)) is { } problem)
            errors.Add(at, problem);
        return text;
    }
}
