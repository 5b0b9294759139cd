using AgentMail.Api.Json;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Validation;

/// <summary>What a password may look like. Nothing here ever repeats one.</summary>
internal static class SecretRules
{
    private const int MaxLength = 1024;

    public static void Secret(this ValidationErrors errors, JsonPointer at, Optional<string> secret)
    {
        if (secret.Value is not { } text)
            return;
        if (text.Length == 0)
            errors.Add(at, FieldCodes.Required, "A password must not be empty. Leave the member out to keep the stored one, or send null to clear it.");
        else if (text.Length > MaxLength)
            errors.Add(at, FieldCodes.TooLong, $"A password has at most {MaxLength} characters.");
        else if (TextRules.CheckLine(text, MaxLength) is not null)
            errors.Add(at, FieldCodes.ControlCharacter, "A password cannot contain line breaks or other control characters.");
    }
}
