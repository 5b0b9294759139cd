using AgentMail.Core.Emails;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Json;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Validation;

/// <summary>Reads query parameters, and gathers what is wrong with them. Their pointers name the parameter: a GET has no body to point into.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public ValidationErrors Errors { get; } = new();

    public T? Word<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (WireEnum<T>.TryParse(text, out var value))
            return value;
        Refuse(name, FieldCodes.NotAllowed, $"is one of {string.Join(", ", WireEnum<T>.All)}.");
        return null;
    }

    public string? Id(string name)
    {
        var text = Text(name);
        if (text is not null && !ResourceId.IsValid(text))
            Refuse(name, FieldCodes.InvalidFormat, $"is an id. {ResourceId.Rule}");
        return text;
    }

    public EmailAddress? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (!EmailAddress.TryParse(text, out var address, out var problem))
            Refuse(name, problem.Code, $"is an email address. {problem.Detail}");
        return address;
    }

    public string? Line(string name, int max)
    {
        var text = Text(name);
        if (text is not null && TextRules.CheckLine(text, max) is not null)
            Refuse(name, FieldCodes.InvalidFormat, $"has at most {max} characters and no line breaks.");
        return text;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (Rfc3339Converter.TryParse(text, out var time))
            return time;
        Refuse(name, FieldCodes.InvalidFormat, "is an RFC 3339 date-time, such as 2026-11-23T12:00:00Z (write + as %2B).");
        return null;
    }

    private string? Text(string name)
    {
        if (query[name] is not { Count: > 0 } values)
            return null;
        if (values.Count > 1)
            Refuse(name, FieldCodes.Duplicate, "is given more than once; give it once.");
        return values[0] is { Length: > 0 } text ? text : null;
    }

    private void Refuse(string name, string code, string rule) => Errors.Add(JsonPointer.Root / name, code, $"The query parameter {name} {rule}");
}
