namespace AgentMail.Core.Secrets;

/// <summary>What is known of a stored password at the place where it would be used.</summary>
public enum SecretState
{
    /// <summary>None is stored.</summary>
    Missing,

    /// <summary>One is stored that was given for another place; it must not be used here.</summary>
    GivenElsewhere,

    /// <summary>One is stored that was given for this place.</summary>
    Usable,
}
