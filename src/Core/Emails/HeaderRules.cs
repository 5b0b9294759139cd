using System.Buffers;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>The rules of custom headers.</summary>
internal static class HeaderRules
{
    // RFC 5322 §3.6.8: printable ASCII except the colon. Narrowed to what header names in use have.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static KeyValuePair<string, string>[] Check(IReadOnlyCollection<KeyValuePair<string, string?>>? headers, ValidationErrors errors)
    {
        if (headers is null)
            return [];
        if (headers.Count > EmailLimits.MaxHeaders)
        {
            errors.Add("/headers", FieldCodes.TooMany, $"At most {EmailLimits.MaxHeaders} custom headers are allowed; leave some out.");
            return [];
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var kept = new List<KeyValuePair<string, string>>(headers.Count);
        foreach (var (name, value) in headers)
            if ((CheckName(name, seen) ?? CheckValue(value)) is { } problem)
                errors.Add(JsonPointer.Root / "headers" / TextRules.Shorten(name), problem);
            else
                kept.Add(KeyValuePair.Create(name, value!.Trim()));
        return [.. kept];
    }

    private static FieldProblem? CheckName(string name, HashSet<string> seen)
    {
        if (name.Length is 0 or > EmailLimits.MaxHeaderNameLength || name.AsSpan().ContainsAnyExcept(NameCharacters))
            return new(FieldCodes.InvalidFormat,
                $"A header name has 1 to {EmailLimits.MaxHeaderNameLength} letters, digits, hyphens, dots and underscores, such as X-Case.");
        if (Headers.IsReserved(name))
            return new(FieldCodes.NotAllowed, "This header is set by AgentMail or by mail servers; use the request's own fields instead.");
        return seen.Add(name)
            ? null
            : new(FieldCodes.Duplicate, "This header is given twice (names differ in case only); keep one.");
    }

    private static FieldProblem? CheckValue(string? value) =>
        value is null
            ? new(FieldCodes.Required, "A header needs a value; leave the header out instead of giving null.")
            : HeaderText.Check(value, EmailLimits.MaxHeaderValueLength);
}
