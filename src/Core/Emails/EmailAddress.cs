using System.Diagnostics.CodeAnalysis;
using System.Text;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>
/// One mailbox address (RFC 5321 §4.1.2 with RFC 6531 for other scripts): kept as typed, trimmed, without display name.
/// </summary>
/// <remarks>
/// Two addresses are equal when their domains name the same host and their local parts differ in case only. RFC 5321 §2.4
/// lets a host tell <c>Ann@</c> from <c>ann@</c>; none in use does, and a From that fails over a capital helps nobody.
/// </remarks>
public sealed class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>Longest address, in characters and in UTF-8 octets: the 256 of a path less its brackets (RFC 5321 §4.5.3.1.3).</summary>
    public const int MaxLength = 254;

    private EmailAddress(string value, string localPart, string asciiDomain)
    {
        Value = value;
        LocalPart = localPart;
        AsciiDomain = asciiDomain;
        Key = $"{localPart.Normalize().ToLowerInvariant()}@{asciiDomain}";
    }

    /// <summary>The address as typed.</summary>
    public string Value { get; }

    /// <summary>What is before the @.</summary>
    public string LocalPart { get; }

    /// <summary>The domain in lower case, with A-labels for IDN (RFC 5891): the name that is looked up.</summary>
    public string AsciiDomain { get; }

    /// <summary>The address as it goes over the wire and into headers.</summary>
    public string WireValue => $"{LocalPart}@{AsciiDomain}";

    /// <summary>Whether the receiving servers must speak SMTPUTF8 (RFC 6531) for this address.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <summary>Same text for all addresses that are equal: for unique indexes and look-ups.</summary>
    public string Key { get; }

    /// <summary>Reads an address typed by a person or sent by a program.</summary>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out EmailAddress? address,
        [NotNullWhen(false)] out FieldProblem? problem)
    {
        address = null;
        var value = text?.Trim();
        problem = EmailAddressSyntax.Check(value, out var at, out var asciiDomain);
        if (problem is not null)
            return false;
        address = new EmailAddress(value!, value![..at], asciiDomain);
        return true;
    }

    /// <summary>Reads an address that was validated before: a stored one.</summary>
    /// <exception cref="FormatException">It is no address, so what stored it is broken.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new FormatException(problem.Detail);

    /// <inheritdoc/>
    public bool Equals(EmailAddress? other) => other is not null && other.Key == Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
