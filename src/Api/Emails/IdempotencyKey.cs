using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using AgentMail.Core.Emails;
using Microsoft.AspNetCore.Http.Metadata;

namespace AgentMail.Api.Emails;

/// <summary>The header <c>Idempotency-Key</c>, with which a request may be repeated until its answer arrives.</summary>
internal sealed class IdempotencyKey : IBoundInput, IEndpointParameterMetadataProvider
{
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 256;

    private string? _key;

    public ApiProblem? Problem { get; private init; }

    /// <summary>The claim on this request; null when the caller gave no key.</summary>
    public IdempotencyClaim? Claim(string requestHash) => _key is null ? null : new(_key, requestHash);

    /// <summary>The claim on one request of a batch. A key of a caller holds no control character, so the two never meet.</summary>
    public IdempotencyClaim? Claim(int index, string requestHash) => _key is null ? null : new($"{_key}\u001f{index}", requestHash);

    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Headers));

    public static IdempotencyKey From(IHeaderDictionary headers) => headers[Header] switch
    {
        [] => new(),
        [{ Length: > 0 and <= MaxLength } key] when key.All(c => c is >= ' ' and <= '~') => new() { _key = key },
        _ => new() { Problem = new ApiProblem(ProblemCode.Validation, $"{Header} is one value of 1 to {MaxLength} printable ASCII characters; a UUID will do.") },
    };

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new DocumentedParameter(
        Header, ParameterPlace.Header, "1 to 256 printable characters. A repeat with the same key and body gets the first answer again and sends nothing.",
        new(MaxLength: MaxLength)));
}
