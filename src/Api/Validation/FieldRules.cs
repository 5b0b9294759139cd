using AgentMail.Core.Emails;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Validation;

/// <summary>Rules that members of many resources share. Each answers the value to store.</summary>
internal static class FieldRules
{
    public const int MaxName = 200;

    /// <summary>A required line of text, trimmed.</summary>
    public static string Line(this ValidationErrors errors, JsonPointer at, string value, int max = MaxName)
    {
        var text = value.Trim();
        if (text.Length == 0)
            errors.Add(at, FieldCodes.Required, "This must not be empty.");
        else if (text.Length > max)
            errors.Add(at, FieldCodes.TooLong, $"At most {max} characters; shorten it.");
        else if (text.Any(char.IsControl))
            errors.Add(at, FieldCodes.ControlCharacter, "Line breaks and other control characters are not allowed here.");
        return text;
    }

    /// <summary>A line of text that may be left out.</summary>
    public static string? OptionalLine(this ValidationErrors errors, JsonPointer at, string? value, int max = MaxName) =>
        value is null ? null : errors.Line(at, value, max);

    public static string Address(this ValidationErrors errors, JsonPointer at, string value)
    {
        if (EmailAddress.TryParse(value, out var address, out var problem))
            return address.Value;
        errors.Add(at, problem);
        return value;
    }

    public static string? OptionalAddress(this ValidationErrors errors, JsonPointer at, string? value) =>
        value is null ? null : errors.Address(at, value);

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
}
