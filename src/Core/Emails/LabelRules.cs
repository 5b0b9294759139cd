using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>The rules of metadata and tags: the caller's own words about an email, which no recipient sees.</summary>
internal static class LabelRules
{
    public static Dictionary<string, string> CheckMetadata(IReadOnlyCollection<KeyValuePair<string, string?>>? metadata, ValidationErrors errors)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        if (metadata?.Count > EmailLimits.MaxMetadata)
            errors.Add("/metadata", FieldCodes.TooMany, $"At most {EmailLimits.MaxMetadata} pairs are allowed; keep ids here and the rest with you.");
        else
            foreach (var (key, value) in metadata ?? [])
                if ((CheckText(key, EmailLimits.MaxMetadataKeyLength) ?? CheckValue(value)) is { } problem)
                    errors.Add(JsonPointer.Root / "metadata" / TextRules.Shorten(key), problem);
                else
                    kept[key] = value!;
        return kept;
    }

    public static string[] CheckTags(IReadOnlyList<string?>? tags, ValidationErrors errors)
    {
        if (tags?.Count > EmailLimits.MaxTags)
        {
            errors.Add("/tags", FieldCodes.TooMany, $"At most {EmailLimits.MaxTags} tags are allowed; leave some out.");
            return [];
        }
        for (var i = 0; i < tags?.Count; i++)
            if (CheckText(tags[i], EmailLimits.MaxTagLength) is { } problem)
                errors.Add(JsonPointer.Root / "tags" / i, problem);
        return [.. (tags ?? []).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static FieldProblem? CheckText(string? text, int maxLength) =>
        string.IsNullOrEmpty(text)
            ? new(FieldCodes.Required, "An empty text says nothing; give one or leave it out.")
            : TextRules.CheckLine(text, maxLength);

    private static FieldProblem? CheckValue(string? value) =>
        value is null
            ? new(FieldCodes.Required, "Give a text; leave the key out instead of giving null.")
            : TextRules.CheckLine(value, EmailLimits.MaxMetadataValueLength);
}
