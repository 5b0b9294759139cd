using AgentMail.Api.Json;
using AgentMail.Contracts.Commands;
using AgentMail.Core.Validation;

namespace AgentMail.Api.Changes;

/// <summary>What a request says of a secret, sealed before it goes anywhere.</summary>
internal static class SecretChanges
{
    public static SecretChange ToChange(this Optional<string> secret, Func<string, string> seal, ValidationErrors errors) => secret switch
    {
        { IsGiven: false } => SecretChange.Keep,
        { Value: null } => SecretChange.Clear,
        { Value: var text } => errors.IsEmpty ? SecretChange.Replace(seal(text)) : SecretChange.Keep,
    };
}
