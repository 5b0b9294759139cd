using AgentMail.Api.Validation;
using AgentMail.Core.Validation;
using AgentMail.Core.Webhooks;

namespace AgentMail.Api.Webhooks;

/// <summary>What a webhook may look like.</summary>
internal static class WebhookRules
{
    private const int DefaultHours = 24;
    private const int MaxHours = 7 * 24;

    public static string Url(string text, WebhookUrl rule, ValidationErrors errors)
    {
        var url = text.Trim(' ');
        if (rule.Check(url) is { } problem)
            errors.Add("/url", problem);
        return url;
    }

    public static IReadOnlyList<string> Types(IReadOnlyList<string> types, ValidationErrors errors)
    {
        if (types.Count == 0)
            errors.Add("/types", FieldCodes.Required, $"Name at least one type, or {WebhookTypes.Any} for everything. {Known}");
        errors.Count("/types", types, WebhookTypes.Most);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, type) in types.Take(WebhookTypes.Most).Index())
        {
            if (!WebhookTypes.IsKnown(type))
                errors.Add(JsonPointer.Root / "types" / i, FieldCodes.NotAllowed, $"There is no such type. {Known}");
            else if (!seen.Add(type))
                errors.Add(JsonPointer.Root / "types" / i, FieldCodes.Duplicate, "This type is given twice; give it once.");
        }
        return types;
    }

    public static int Hours(int? hours, ValidationErrors errors) => errors.Whole("/previousValidForHours", hours, 0, MaxHours, DefaultHours);

    private static string Known { get; } = $"There are {string.Join(", ", WebhookTypes.All)}.";
}
