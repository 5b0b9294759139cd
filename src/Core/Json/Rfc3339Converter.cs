using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace AgentMail.Core.Json;

/// <summary>RFC 3339 with an offset required when reading; UTC with milliseconds when writing.</summary>
public sealed partial class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    private const string WireFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int MaxLength = 40;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Writes a time as it appears in answers and events.</summary>
    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString(WireFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time; false without an offset or when it is no RFC 3339 date-time.</summary>
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        if (text is null || text.Length > MaxLength || !Grammar().IsMatch(text))
            return false;
        // Many programs write nanoseconds, and the framework reads hundreds of them.
        var readable = Nanoseconds().Replace(text.ToUpperInvariant(), "$1");
        if (!DateTimeOffset.TryParseExact(readable, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            return false;
        value = parsed.ToUniversalTime();
        return true;
    }

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Expected an RFC 3339 date-time with an offset, such as 2026-11-23T12:00:00.000Z.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Format(value));
    }

    // \z, because $ would let a final line break through.
    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Grammar();

    [GeneratedRegex(@"(\.[0-9]{7})[0-9]+")]
    private static partial Regex Nanoseconds();
}
