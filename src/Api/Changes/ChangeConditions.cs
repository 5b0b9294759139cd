using System.Globalization;
using System.Reflection;
using AgentMail.Api.OpenApi;
using AgentMail.Api.Problems;
using AgentMail.Api.Validation;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace AgentMail.Api.Changes;

/// <summary>What the caller's headers ask of a change: <c>If-Match</c> (RFC 9110 §13.1.1) and <c>Prefer: respond-async</c> (RFC 7240 §4.1).</summary>
internal sealed class ChangeConditions : IBoundInput, IEndpointParameterMetadataProvider
{
    public const string RespondAsyncToken = "respond-async";

    /// <summary>The version the caller saw; null when any will do.</summary>
    public long? ExpectedVersion { get; private init; }

    /// <summary>True for <c>If-Match: *</c>.</summary>
    public bool MustExist { get; private init; }

    public bool RespondAsync { get; private init; }

    public ApiProblem? Problem { get; private init; }

    public static ValueTask<ChangeConditions> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Headers));

    public static ChangeConditions From(IHeaderDictionary headers)
    {
        var prefersAsync = headers["Prefer"].Any(v => v?.Contains(RespondAsyncToken, StringComparison.OrdinalIgnoreCase) ?? false);
        if (headers.IfMatch.Count == 0)
            return new() { RespondAsync = prefersAsync };
        if (headers.IfMatch == "*")
            return new() { RespondAsync = prefersAsync, MustExist = true };
        if (VersionTag.TryParse(headers.IfMatch, out var version))
            return new() { RespondAsync = prefersAsync, ExpectedVersion = version };
        return new() { Problem = new ApiProblem(ProblemCode.PreconditionFailed, "If-Match takes one ETag as answered, such as \"12\" with its quotes, or *. Read the resource again for its ETag.") };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new DocumentedParameter(HeaderNames.IfMatch, ParameterPlace.Header, "The ETag you saw; the change is refused with 412 when the resource has another by now. * asks for any existing one.", ParameterShape.Text));
        builder.Metadata.Add(new DocumentedParameter("Prefer", ParameterPlace.Header, "respond-async answers 202 at once, with the operation to look at.", ParameterShape.Text));
    }
}

/// <summary>A resource's version as an entity tag.</summary>
internal static class VersionTag
{
    public static string Format(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    public static bool TryParse(string? tag, out long version)
    {
        version = 0;
        return tag is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
