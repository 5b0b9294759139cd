using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using AgentMail.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AgentMail.Api.Json;

/// <summary>Reads a request's body up to the route's limit, whether its length was declared or not.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 16 * 1024;
    private const int Drained = 16 * 1024 * 1024;

    public static async Task<(ReadOnlyMemory<byte> Body, ApiProblem? Problem)> ReadAsync(HttpContext context)
    {
        if (!IsJson(context.Request))
            return (default, new ApiProblem(ProblemCode.UnsupportedMediaType, "Send the body as application/json in UTF-8."));
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>() ?? new BodyLimit(BodyLimit.Default);
        // The server's own limit is lower, so that routes that read no body drain little. Above ours, so that ours answers, and by so much
        // that the rest of a body can be sent and thrown away: callers who are cut off while sending never read the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit.Bytes + Drained;
        if (context.Request.ContentLength > limit.Bytes)
            return (default, TooLarge(limit));
        return await ReadToEndAsync(context.Request, limit.Bytes, context.RequestAborted) is { } body ? (body, null) : (default, TooLarge(limit));
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadToEndAsync(HttpRequest request, int limit, CancellationToken ct)
    {
        var buffer = new byte[(int)(request.ContentLength + 1 ?? FirstBuffer)];
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var read)
        {
            length += read;
            if (length > limit)
                return null;
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
        }
        return buffer.AsMemory(0, length);
    }

    private static ApiProblem TooLarge(BodyLimit limit) =>
        new(ProblemCode.PayloadTooLarge, $"The body is larger than the {(limit.Bytes / 1024).ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ')} KiB this route takes; {limit.Advice}");

    private static bool IsJson(HttpRequest request) =>
        TryParseMediaType(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase));

    private static bool TryParseMediaType(string? text, [NotNullWhen(true)] out MediaTypeHeaderValue? type) => MediaTypeHeaderValue.TryParse(text, out type);
}
