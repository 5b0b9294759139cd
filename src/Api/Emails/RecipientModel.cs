using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMail.Api.Json;

namespace AgentMail.Api.Emails;

/// <summary>An address, or an object with name and address.</summary>
[JsonConverter(typeof(RecipientConverter))]
internal sealed record RecipientModel(string Address, string? Name, bool IsBare);

/// <summary>The long form of a recipient.</summary>
internal sealed class NamedRecipientModel
{
    /// <summary>The display name.</summary>
    public string? Name { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }
}

internal sealed class RecipientConverter : JsonConverter<RecipientModel>, IAlternativeShapes
{
    public string Expected => "an address, or an object with name and address";

    public bool AllowsNull => false;

    public Type? ShapeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => typeof(string),
        JsonValueKind.Object => typeof(NamedRecipientModel),
        _ => null,
    };

    public override RecipientModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new(reader.GetString()!, Name: null, IsBare: true);
        var named = JsonSerializer.Deserialize<NamedRecipientModel>(ref reader, options) ?? throw new JsonException("A recipient must not be null.");
        return new(named.Address, named.Name, IsBare: false);
    }

    public override void Write(Utf8JsonWriter writer, RecipientModel value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Recipients are only read in this form.");
}
