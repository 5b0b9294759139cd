using System.Text.Json;
using System.Text.Unicode;
using AgentMail.Api.Problems;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Json;

/// <summary>Reads a model from the octets of a request, or says what is wrong with them.</summary>
internal static class JsonRequest
{
    private static readonly JsonDocumentOptions Syntax = new() { MaxDepth = ApiJson.Options.MaxDepth };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static (T? Value, ApiProblem? Problem) Read<T>(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        if (body.IsEmpty)
            return (default, Malformed("The request has no body; send a JSON object."));
        if (!Utf8.IsValid(body.Span))
            return (default, Malformed("The body is not valid UTF-8; encode it as UTF-8."));
        try
        {
            using var document = JsonDocument.Parse(body, Syntax);
            return Read<T>(document.RootElement);
        }
        catch (JsonException error)
        {
            return (default, Malformed($"The body is not valid JSON, or nested deeper than {ApiJson.Options.MaxDepth}: see line {error.LineNumber + 1}, octet {error.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            return (default, Malformed("A name or text in the body is not valid Unicode: a \\u escape is half of a surrogate pair."));
        }
    }

    /// <summary>Reads a part of a request that was parsed before.</summary>
    public static (T? Value, ApiProblem? Problem) Read<T>(JsonElement root)
    {
        var errors = new ValidationErrors();
        new ShapeCheck(ApiJson.Options, errors).Check(root, typeof(T), JsonPointer.Root);
        if (!errors.IsEmpty)
            return (default, ApiProblem.Invalid(errors.Items));
        try
        {
            return (root.Deserialize<T>(ApiJson.Options), null);
        }
        catch (JsonException error)
        {
            return (default, ApiProblem.Invalid(JsonPathPointer.Translate(error.Path), FieldCodes.InvalidFormat, "This value cannot be read; compare it with the example in /swagger."));
        }
    }

    private static ApiProblem Malformed(string detail) => new(ProblemCode.Malformed, detail);
}
