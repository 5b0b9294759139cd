using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Json;
using AgentMail.Core.Signatures;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Signatures;

/// <summary>What a signature may look like taken by itself.</summary>
internal static class SignatureRules
{
    /// <summary>The change that a request asks for; to be used only when <paramref name="errors"/> stayed empty.</summary>
    public static SaveSignature ToCommand(SignatureOwner owner, string ownerId, string id, SignatureRequest request, long? expectedVersion, ValidationErrors errors)
    {
        var name = errors.Line("/name", request.Name);
        if (!SignatureSanitizer.TrySanitize(request.Html, out var content, out var problem))
            errors.Add("/html", problem);
        return new SaveSignature(WireEnum<SignatureOwner>.Name(owner), ownerId, id, name, content?.Html ?? "", content?.Text ?? "", expectedVersion);
    }
}
