using System.Globalization;
using System.Text;
using AgentMail.Core.Validation;

namespace AgentMail.Core.Emails;

/// <summary>The addresses we accept: fewer than RFC 5322 can express, and all that people have.</summary>
/// <remarks>
/// Refused although some RFC allows them: quoted local parts, comments, domain literals and encoded-words. Hardly a mailbox has
/// such an address, and parsers further on disagree about each of them, which is how mail is led to somebody else.
/// </remarks>
internal static class EmailAddressSyntax
{
    private const int MaxLocalPartOctets = 64;   // RFC 5321 §4.5.3.1.1
    private const int MaxDomainLength = 253;     // RFC 1035 §2.3.4, without the root's dot
    private const int MaxLabelLength = 63;
    private const string AtextSpecials = "!#$%&'*+-/=?^_`{|}~";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static FieldProblem? Check(string? value, out int at, out string asciiDomain)
    {
        at = -1;
        asciiDomain = "";
        if (string.IsNullOrEmpty(value))
            return new(FieldCodes.Required, "An email address is required, such as ann@example.com.");
        if (value.Length > EmailAddress.MaxLength || Encoding.UTF8.GetByteCount(value) > EmailAddress.MaxLength)
            return new(FieldCodes.TooLong, $"An email address has at most {EmailAddress.MaxLength} characters and octets in UTF-8; shorten it.");
        if (value.Contains('<', StringComparison.Ordinal) || value.Contains('>', StringComparison.Ordinal))
            return NotAnAddress("Give the address alone, without display name and angle brackets.");

        at = value.LastIndexOf('@');
        if (at < 0)
            return NotAnAddress("The @ is missing.");
        return CheckLocalPart(value[..at]) ?? CheckDomain(value[(at + 1)..], value[..at], out asciiDomain);
    }

    private static FieldProblem? CheckLocalPart(string local)
    {
        if (local.Length == 0)
            return NotAnAddress("The part before the @ is missing.");
        if (Encoding.UTF8.GetByteCount(local) > MaxLocalPartOctets)
            return new(FieldCodes.TooLong, $"The part before the @ has at most {MaxLocalPartOctets} octets; shorten it.");
        if (local.StartsWith('"'))
            return NotAnAddress("Quoted names before the @ are not supported; use an address without quotes.");
        if (local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal))
            return NotAnAddress("The part before the @ cannot begin or end with a dot or have two dots in a row.");
        if (HeaderText.HasEncodedWord(local))
            return NotAnAddress("Encoded words (=?…?=) are not allowed in an address; write the characters themselves.");
        foreach (var rune in local.EnumerateRunes())
            if (rune.Value != '.' && !IsAtext(rune))
                return NotAnAddress("The part before the @ has a character that is not allowed there, such as a space, a comma, a bracket or a second @.");
        return null;
    }

    // RFC 5322 §3.2.3, widened by RFC 6532 §3.2. EnumerateRunes shows a lone surrogate as U+FFFD.
    private static bool IsAtext(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value) || AtextSpecials.Contains((char)rune.Value, StringComparison.Ordinal)
            : rune != Rune.ReplacementChar && IsVisible(Rune.GetUnicodeCategory(rune));

    private static bool IsVisible(UnicodeCategory category) => category is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    private static FieldProblem? CheckDomain(string domain, string local, out string ascii)
    {
        ascii = "";
        if (domain.Length == 0)
            return NotAnAddress("The domain after the @ is missing.");
        if (domain.StartsWith('['))
            return NotAnAddress("IP addresses after the @ are not supported; use a domain name.");
        if (!TryToAscii(domain, out ascii))
            return NotAnAddress("The domain after the @ is not a valid internationalised domain name, or too long.");
        if (ascii.Length > MaxDomainLength || Encoding.UTF8.GetByteCount(local) + 1 + ascii.Length > EmailAddress.MaxLength)
            return new(FieldCodes.TooLong, "The domain after the @ is too long; shorten it.");

        var labels = ascii.Split('.');
        if (!labels.All(IsHostLabel))
            return NotAnAddress("The domain after the @ must be letters, digits and hyphens between single dots, such as example.com.");
        return labels[^1].All(char.IsAsciiDigit)
            ? NotAnAddress("The domain after the @ cannot end in a number; use a domain name.")
            : null;
    }

    private static bool TryToAscii(string domain, out string ascii)
    {
        ascii = domain.ToLowerInvariant();
        if (Ascii.IsValid(domain) && !ascii.Contains("xn--", StringComparison.Ordinal))
            return true;
        try
        {
            ascii = Idn.GetAscii(domain).ToLowerInvariant();
            _ = Idn.GetUnicode(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsHostLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static FieldProblem NotAnAddress(string detail) => new(FieldCodes.NotAnAddress, detail);
}
