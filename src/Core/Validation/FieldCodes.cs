namespace AgentMail.Core.Validation;

/// <summary>The codes in <c>errors[].code</c>. Part of the public contract: add, never rename.</summary>
public static class FieldCodes
{
    /// <summary>Missing or empty.</summary>
    public const string Required = "required";

    /// <summary>Longer than allowed.</summary>
    public const string TooLong = "too-long";

    /// <summary>More items than allowed.</summary>
    public const string TooMany = "too-many";

    /// <summary>Outside the allowed range.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>Not a single email address without display name.</summary>
    public const string NotAnAddress = "not-an-address";

    /// <summary>Contains a line break, NUL or another control character.</summary>
    public const string ControlCharacter = "control-character";

    /// <summary>Not in the form this field needs.</summary>
    public const string InvalidFormat = "invalid-format";

    /// <summary>Well-formed, but not accepted here.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>Given twice where once is meant.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Refers to something that does not exist.</summary>
    public const string NotFound = "not-found";

    /// <summary>Not a member of this object.</summary>
    public const string Unknown = "unknown";
}
