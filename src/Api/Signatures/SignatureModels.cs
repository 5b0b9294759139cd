using AgentMail.Api.Changes;
using AgentMail.Core.Signatures;

namespace AgentMail.Api.Signatures;

/// <summary>A signature as it is written.</summary>
internal sealed class SignatureRequest
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// HTML of at most 512 KiB; script and whatever else could do harm is removed. May have variables in Liquid: <c>{{ agent.displayName }}</c>,
    /// <c>{{ agent.email }}</c>, <c>{{ channel.name }}</c>, <c>{{ channel.address }}</c>, <c>{{ tenant.name }}</c>.
    /// </summary>
    public required string Html { get; init; }
}

/// <summary>HTML put under the text of an email.</summary>
/// <param name="Id">The caller's id.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Html">Sanitised.</param>
/// <param name="Text">Its plain-text twin.</param>
/// <param name="IsDefault">Used when a send names none.</param>
/// <param name="Version">Counts changes; the <c>ETag</c>.</param>
internal sealed record SignatureView(string Id, string Name, string Html, string Text, bool IsDefault, long Version) : IVersioned
{
    public static SignatureView Of(Signature signature, string? defaultId) =>
        new(signature.Id, signature.Name, signature.Html, signature.Text, signature.Id == defaultId, signature.Version);
}

internal static class SignatureExamples
{
    public const string Put = """
        { "name": "Formal", "html": "<p>Kind regards</p><p><b>{{ agent.displayName }}</b><br>Acme Support · <a href=\"https://acme.example\">acme.example</a></p>" }
        """;
}
