using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMail.Api.Json;

/// <summary>A member for which absent and <c>null</c> differ: an absent secret is kept, a null one is cleared.</summary>
/// <typeparam name="T">Type of the member when given.</typeparam>
[JsonConverter(typeof(OptionalConverterFactory))]
internal readonly record struct Optional<T>(bool IsGiven, T? Value)
{
    public static Optional<T> Of(T? value) => new(true, value);
}

internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OptionalConverter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class OptionalConverter<T> : JsonConverter<Optional<T>>, IAlternativeShapes
    {
        public override bool HandleNull => true;

        public string Expected => "";

        public Type? ShapeOf(JsonValueKind kind) => typeof(T);

        public bool AllowsNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Optional<T>.Of(JsonSerializer.Deserialize<T>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
