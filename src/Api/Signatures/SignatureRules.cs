using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Signatures;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Signatures;

/// <summary>What a signature may look like taken by itself.</summary>
internal static class SignatureRules
{
    /// <summary>The largest html however a caller's JSON escapes it, within reason.</summary>
    public const int MaxBodyBytes = 4 * SignatureSanitizer.MaxBytes;

    public static readonly string TooLargeAdvice = $"a signature has at most {SignatureSanitizer.MaxBytes / 1024} KiB, so make its pictures smaller or link to them.";

    /// <summary>The change that a request asks for; to be used only when <paramref name="errors"/> stayed empty.</summary>
    public static SaveSignature ToCommand(SignatureOwner owner, string ownerId, string id, SignatureRequest request, long? expectedVersion, TimeProvider clock, ValidationErrors errors)
    {
        var name = errors.Line("/name", request.Name);
        if (!SignatureSanitizer.TrySanitize(request.Html, out var content, out var problem))
            errors.Add("/html", problem);
        else if (content.Text.Length == 0 && !content.Html.Contains(" src=\"", StringComparison.Ordinal))
            errors.Add("/html", FieldCodes.Required, "Nothing is left to show: give text or a picture. For an email without a signature, send \"signatureId\": null.");
        else if (SignatureVariables.Check(request.Html, content, clock) is { } variables)
            errors.Add("/html", variables);
        return new SaveSignature(WireEnum<SignatureOwner>.Name(owner), ownerId, id, name, content?.Html ?? "", content?.Text ?? "", expectedVersion);
    }
}
