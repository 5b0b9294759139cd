using AgentMail.Core.Identities;

namespace AgentMail.Core.Emails;

/// <summary>How a sending identity shows in an email.</summary>
internal static class EmailSender
{
    public static SenderHeader HeaderOf(SendingIdentity identity) =>
        new(AddressOf(identity), identity.DisplayName, identity.ReplyTo is null ? null : Parse(identity.ReplyTo));

    public static EmailAddress AddressOf(SendingIdentity identity) => Parse(identity.From);

    private static EmailAddress Parse(string stored) =>
        EmailAddress.TryParse(stored, out var address, out var problem)
            ? address
            : throw new InvalidOperationException($"The stored address '{stored}' is not valid: {problem.Detail}");
}
