using AgentMail.Api.Changes;
using AgentMail.Api.Validation;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Agents;
using AgentMail.Core.Identifiers;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Agents;

/// <summary>What a profile may look like taken by itself.</summary>
internal static class ProfileRules
{
    /// <summary>The change that a request asks for; to be used only when <paramref name="errors"/> stayed empty.</summary>
    public static SaveProfile ToCommand(string agentId, ProfileRequest request, long? expectedVersion, Func<string, string> seal, ValidationErrors errors)
    {
        var address = errors.Address("/workplaceEmail", request.WorkplaceEmail);
        var userId = errors.OptionalAddress("/userId", request.UserId);
        errors.Secret("/emailPassword", request.EmailPassword);
        if (request.DateFormat is { } format && !DateFormats.All.Contains(format))
            errors.Add("/dateFormat", FieldCodes.NotAllowed, "Choose one of GET /v1/date-formats.");
        if (request.InteractionSound is { } sound && InteractionSounds.All.All(s => s.Id != sound))
            errors.Add("/interactionSound", FieldCodes.NotAllowed, "Choose one of GET /v1/interaction-sounds.");
        if (request.DefaultFrom is { } from && !IsFromChoice(from))
            errors.Add("/defaultFrom", FieldCodes.InvalidFormat, "Give agent, or channel: and the id of a channel.");
        return new SaveProfile(
            agentId, address, SameMailbox(userId, address) ? null : userId, request.EmailPassword.ToChange(seal, errors), request.DateFormat,
            errors.OptionalId("/defaultSignatureId", request.DefaultSignatureId), request.DefaultFrom ?? AgentProfile.FromAgent, request.InteractionSound, expectedVersion);
    }

    // Stored as "the workplace email", so that it goes along when that changes.
    private static bool SameMailbox(string? userId, string address) => string.Equals(userId, address, StringComparison.Ordinal);

    private static bool IsFromChoice(string from) =>
        from == AgentProfile.FromAgent
        || (from.StartsWith(AgentProfile.FromChannelPrefix, StringComparison.Ordinal) && ResourceId.IsValid(from[AgentProfile.FromChannelPrefix.Length..]));
}
