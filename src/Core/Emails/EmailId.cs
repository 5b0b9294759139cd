using AgentMail.Core.Identifiers;

namespace AgentMail.Core.Emails;

/// <summary>Our own id of an email: <c>em_</c> and a version 7 UUID (RFC 9562 §5.7), so that ids sort by the time of intake.</summary>
public static class EmailId
{
    private const string Prefix = "em_";
    private const int Digits = 26;

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Makes the id of an email taken in at <paramref name="now"/>.</summary>
    public static string New(DateTimeOffset now) => Prefix + CrockfordBase32.Encode(Guid.CreateVersion7(now));

    /// <summary>Whether a text has the form of an email id.</summary>
    public static bool IsValid(string? text) =>
        text?.Length == Prefix.Length + Digits
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && CrockfordBase32.TryDecode(text.AsSpan(Prefix.Length), out _);

    /// <summary>When the email was taken in, to the millisecond; null for what is no email id.</summary>
    public static DateTimeOffset? TimeOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != Prefix.Length + Digits || !CrockfordBase32.TryDecode(text.AsSpan(Prefix.Length), out var uuid))
            return null;
        var milliseconds = (long)(uuid >> 80);
        return milliseconds <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
