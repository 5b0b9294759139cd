using System.Text.Json.Serialization;

namespace AgentMail.Core.TestEmails;

/// <summary>What a person typed for a test; null stands for what is stored. A class and no record: its text must never show the password.</summary>
public sealed class TypedValues
{
    /// <summary>Nothing was typed.</summary>
    public static TypedValues None { get; } = new();

    /// <summary>Whether all of it is what is stored.</summary>
    [JsonIgnore]
    public bool IsEmpty => (Address, UserId, Password, To) is (null, null, null, null);

    /// <summary>The agent's workplace email.</summary>
    public string? Address { get; init; }

    /// <summary>Login at the custom server.</summary>
    public string? UserId { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>Who gets the message.</summary>
    public string? To { get; init; }
}
