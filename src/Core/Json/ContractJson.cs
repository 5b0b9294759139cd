using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentMail.Core.Json;

/// <summary>
/// How stored commands and replies are read, which another version may have written. A member this version does not know is ignored. One
/// that is not there has its default, if it has one or may be null; without any other the whole is unreadable, which is an outcome.
/// So a member that is added to a contract needs a default.
/// </summary>
public static class ContractJson
{
    /// <summary>The shared, read-only options.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Reads it; null when it is unreadable, and then <paramref name="problem"/> says why to whoever reads the log.</summary>
    public static T? TryRead<T>(string json, out string? problem) where T : class
    {
        problem = null;
        try
        {
            if (JsonSerializer.Deserialize<T>(json, Options) is { } value)
                return value;
            problem = "It is null.";
        }
        // The second where it does not say of which kind it is.
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            problem = error.Message;
        }
        return null;
    }

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(RequireWhatHasNoDefault);
        var options = new JsonSerializerOptions(StoredJson.Options) { RespectNullableAnnotations = true, TypeInfoResolver = resolver };
        options.MakeReadOnly();
        return options;
    }

    private static void RequireWhatHasNoDefault(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            property.IsRequired = property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false };
    }
}
