using System.Text.Json;
using AgentMail.Core.Json;

namespace AgentMail.Api.Json;

/// <summary>JSON of requests and answers: the house's conventions, and a null only where the model allows one.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static void Apply(JsonSerializerOptions options)
    {
        AgentMailJson.Apply(options);
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new OptionalConverterFactory());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
