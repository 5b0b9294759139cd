using System.Text.Json;
using AgentMail.Core.Json;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Json;

/// <summary>Whether a JSON value can be read as a simple type, and if not, what to send instead.</summary>
internal static class ScalarShape
{
    public static FieldProblem? Mismatch(JsonElement value, Type type)
    {
        if (type.IsEnum)
            return MismatchOfWord(value, type);
        var (expected, fits) = type switch
        {
            _ when type == typeof(string) => ("a string", value.ValueKind == JsonValueKind.String),
            _ when type == typeof(bool) => ("true or false", value.ValueKind is JsonValueKind.True or JsonValueKind.False),
            _ when type == typeof(int) => ("a whole number", value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _)),
            _ when type == typeof(long) => ("a whole number", value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _)),
            _ when type == typeof(DateTimeOffset) => ("an RFC 3339 date-time with an offset, such as 2026-11-23T12:00:00.000Z", value.ValueKind == JsonValueKind.String && Rfc3339Converter.TryParse(value.GetString(), out _)),
            _ when type == typeof(byte[]) => ("base64 (RFC 4648 §4)", value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _)),
            _ => throw new NotSupportedException($"{type} is not used in requests; teach {nameof(ScalarShape)} to read it."),
        };
        return fits ? null : new(FieldCodes.InvalidFormat, Expected(expected, value));
    }

    public static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static FieldProblem? MismatchOfWord(JsonElement value, Type type)
    {
        // The serializer would also take other capitals and lists of words.
        var words = Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(v => JsonSerializer.SerializeToElement(Enum.ToObject(type, v), type, ApiJson.Options).GetString()).ToArray();
        return value.ValueKind == JsonValueKind.String && words.Contains(value.GetString())
            ? null
            : new(FieldCodes.NotAllowed, $"Expected one of {string.Join(", ", words)}.");
    }

    private static string Expected(string expected, JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number
        ? $"Expected {expected}."
        : $"Expected {expected}, got {Name(value.ValueKind)}.";
}
